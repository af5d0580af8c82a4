/**
 * Records what a real registry answers: `node record.ts` starts Debian's docker-registry 2.8.2 (distribution) for each
 * conversation, with an empty directory, and writes recorded.json.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONVERSATIONS, locationOf, normalise, requestText } from './requests.ts';

const PORT = 5577;

function ask(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(PORT, '127.0.0.1', () => socket.write(request));
    socket.on('data', data => {
      text += data;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}

const recorded: Record<string, string[]> = {};
for (const [name, steps] of Object.entries(CONVERSATIONS)) {
  const root = mkdtempSync(join(tmpdir(), 'dockless-registry-'));
  writeFileSync(
    join(root, 'config.yml'),
    `version: 0.1\nlog: {fields: {service: registry}}\nstorage: {filesystem: {rootdirectory: ${root}}}\nhttp: {addr: "127.0.0.1:${PORT}"}\n`,
  );
  const registry = spawn('docker-registry', ['serve', join(root, 'config.yml')], {
    env: { ...process.env, ...(name === 'deletions allowed' && { REGISTRY_STORAGE_DELETE_ENABLED: 'true' }) },
    stdio: 'ignore',
  });
  await sleep(1000);
  const replies: string[] = [];
  let location = '';
  for (const step of steps) {
    const reply = await ask(requestText(step, location));
    location = locationOf(reply) ?? location;
    replies.push(normalise(reply));
  }
  recorded[name] = replies;
  registry.kill();
  await new Promise(resolve => registry.on('exit', resolve));
  rmSync(root, { recursive: true });
}
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(recorded, null, 1)}\n`);
