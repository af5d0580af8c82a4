/**
 * Records what Testcontainers sees at a real dockerd, whose published ports have to be reachable:
 * DOCKER_HOST=unix:///... TESTCONTAINERS_RYUK_DISABLED=true node test/clients/testcontainers/record.ts
 */
import { writeFileSync } from 'node:fs';
import { flows } from './flows.ts';

const recorded: Record<string, unknown> = {};
for (const [name, flow] of Object.entries(flows)) {
  recorded[name] = (await flow()) ?? null;
  console.error(`recorded: ${name}`);
}
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);
