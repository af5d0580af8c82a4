/** Records what docker compose prints against a real dockerd: DOCKER_HOST=... node test/clients/compose/record.ts */
import { writeFileSync } from 'node:fs';
import type { Outcome } from '../docker-cli/drive.ts';
import { findCompose, playCompose, sessions } from './sessions.ts';

const binary = findCompose();
const host = process.env.DOCKER_HOST;
if (binary === undefined || host === undefined) {
  console.error('Set DOCKER_HOST to a real dockerd, with the compose plugin installed.');
  process.exit(2);
}
const recorded: Record<string, Outcome[]> = {};
for (const session of sessions) {
  recorded[session.name] = await playCompose(binary, host, session);
  console.error(`recorded: ${session.name}`);
}
const where = process.argv[2] ?? new URL('recorded.json', import.meta.url);
writeFileSync(where, `${JSON.stringify(recorded, null, 2)}\n`);
