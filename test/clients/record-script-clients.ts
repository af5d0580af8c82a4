/** Records what clients in other languages see at a real dockerd: DOCKER_HOST=... node test/clients/record-script-clients.ts [FOLDER...] */
import { writeFileSync } from 'node:fs';
import { playFlows, recordingOf, scriptClients } from './script-client.ts';

const host = process.env.DOCKER_HOST;
if (host === undefined) {
  console.error('Set DOCKER_HOST to a real dockerd.');
  process.exit(2);
}
const wanted = process.argv.slice(2);
for (const client of Object.values(scriptClients)) {
  if (wanted.length > 0 && !wanted.includes(client.folder)) continue;
  writeFileSync(recordingOf(client), `${JSON.stringify(await playFlows(client, host), null, 2)}\n`);
  console.error(`recorded: ${client.folder}`);
}
