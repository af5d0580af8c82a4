/** Records what docker-py and docker-api for Ruby see at a real dockerd: DOCKER_HOST=... node test/clients/record-script-clients.ts */
import { writeFileSync } from 'node:fs';
import { playFlows, recordingOf, scriptClients } from './script-client.ts';

const host = process.env.DOCKER_HOST;
if (host === undefined) {
  console.error('Set DOCKER_HOST to a real dockerd.');
  process.exit(2);
}
for (const client of Object.values(scriptClients)) {
  writeFileSync(recordingOf(client), `${JSON.stringify(await playFlows(client, host), null, 2)}\n`);
  console.error(`recorded: ${client.folder}`);
}
