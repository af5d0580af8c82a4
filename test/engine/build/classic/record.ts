/** Records what a real dockerd builds: DOCKER_HOST=unix:///... node test/engine/build/classic/record.ts */
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { cases } from './cases.ts';
import { type Ask, type BuildOutcome, playCase } from './play.ts';

const host = process.env.DOCKER_HOST;
if (!host?.startsWith('unix://')) {
  console.error('Set DOCKER_HOST to the unix socket of a real dockerd that has busybox.');
  process.exit(2);
}
const socketPath = host.slice('unix://'.length);

const ask: Ask = (method, path, body, contentType) =>
  new Promise((resolve, reject) => {
    const headers = contentType === undefined ? {} : { 'Content-Type': contentType };
    const sent = request({ socketPath, method, path, headers, agent: false }, async reply => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of reply) chunks.push(chunk);
      resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(chunks) });
    });
    sent.on('error', reject);
    sent.end(body);
  });

const recorded: Record<string, BuildOutcome> = {};
for (const build of cases) {
  console.error(build.name);
  recorded[build.name] = await playCase(ask, build);
  writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);
}
