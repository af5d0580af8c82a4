/**
 * Records what a real nginx 1.22.1 answers: `node record.ts PORT`, where it serves what `SITE` says. Times are left out:
 * `normalise` says which.
 */
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { normalise, REQUESTS } from './requests.ts';

const port = Number(process.argv[2] ?? 7380);
const replies = [];
for (const request of REQUESTS) {
  const reply = await new Promise<string>(resolve => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', data => {
      text += data;
    });
    socket.on('end', () => resolve(text));
  });
  replies.push({ request, reply: normalise(reply) });
}
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(replies, null, 1)}\n`);
