/** Records how a real dockerd answers bad input: DOCKER_HOST=unix:///... node test/clients/bad-input/record.ts */
import { writeFileSync } from 'node:fs';
import { essence, requests, send } from './requests.ts';

const host = process.env.DOCKER_HOST;
if (!host?.startsWith('unix://')) {
  console.error('Set DOCKER_HOST to the unix socket of a real dockerd.');
  process.exit(2);
}
const recorded: Record<string, unknown> = {};
for (const [name, bytes] of Object.entries(requests)) {
  recorded[name] = essence(await send(host.slice('unix://'.length), bytes));
}
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);
