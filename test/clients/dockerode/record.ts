/** Records what dockerode sees at a real dockerd: DOCKER_HOST=unix:///... node test/clients/dockerode/record.ts */
import { writeFileSync } from 'node:fs';
import Docker from 'dockerode';
import { flows } from './flows.ts';

const host = process.env.DOCKER_HOST;
if (!host?.startsWith('unix://')) {
  console.error('Set DOCKER_HOST to the unix socket of a real dockerd.');
  process.exit(2);
}
const recorded: Record<string, unknown> = {};
for (const [name, flow] of Object.entries(flows)) {
  recorded[name] = await flow(new Docker({ socketPath: host.slice('unix://'.length) }));
}
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);
