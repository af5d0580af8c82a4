/**
 * Records what a real redis-server answers: `redis-server --port 7379 --save ''`, then
 * `node test/engine/world/programs/redis/record.ts 7379 REDIS-CLI`. The recording is of redis 7.0.15.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CLI_CALLS, REQUESTS } from './requests.ts';

const [port = '7379', cli = 'redis-cli'] = process.argv.slice(2);
const socket = connect(Number(port), '127.0.0.1');
let received = '';
socket.setEncoding('latin1');
socket.on('data', data => {
  received += data;
});

async function ask(words: readonly string[]): Promise<string> {
  received = '';
  socket.write(
    `*${words.length}\r\n${words.map(word => `$${word.length}\r\n${word}\r\n`).join('')}`,
    'latin1',
  );
  await delay(5);
  return received;
}

const replies: Array<{ request: readonly string[]; reply: string }> = [];
await ask(['FLUSHALL']);
for (const line of REQUESTS) {
  const request = line.split(' ').map(word => (word === "''" ? '' : word));
  replies.push({ request, reply: await ask(request) });
}
await ask(['FLUSHALL']);
const calls = CLI_CALLS.map(args => ({
  args,
  stdout: execFileSync(cli, ['-p', port, ...args], { encoding: 'utf8' }),
}));
socket.destroy();
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify({ replies, calls }, null, 1)}\n`);
