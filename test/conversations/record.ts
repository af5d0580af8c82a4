/** Records the conversations with a real, fresh dockerd: DOCKER_HOST=unix:///... node test/conversations/record.ts */
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { conversations } from './all.ts';
import { type Answer, converse } from './conversation.ts';

const host = process.env.DOCKER_HOST;
if (!host?.startsWith('unix://')) {
  console.error(
    'Set DOCKER_HOST to the unix socket of a real dockerd that has nothing but the image busybox.',
  );
  process.exit(2);
}
const socketPath = host.slice('unix://'.length);

function ask(method: string, path: string, body: string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const request = http.request({ socketPath, method, path, headers }, async reply => {
      let text = '';
      for await (const chunk of reply.setEncoding('utf8')) text += chunk;
      resolve({ status: reply.statusCode ?? 0, body: text });
    });
    request.on('error', reject).end(body);
  });
}

const wanted = process.argv.slice(2);
for (const [name, steps] of Object.entries(conversations)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const lines = await converse(ask, steps, () => String(Date.now() / 1000));
  writeFileSync(new URL(`recorded/${name}.json`, import.meta.url), `${JSON.stringify(lines, null, 2)}\n`);
}
