/** Records what the docker CLI prints against a real dockerd: DOCKER_HOST=... node test/clients/docker-cli/record.ts */
import { writeFileSync } from 'node:fs';
import { CliDriver, findDockerCli, type Outcome } from './drive.ts';
import { sessions } from './sessions.ts';

const cli = findDockerCli();
const host = process.env.DOCKER_HOST;
if (cli === undefined || host === undefined) {
  console.error('Set DOCKER_HOST to a real dockerd, with a docker CLI on the PATH.');
  process.exit(2);
}
const wanted = process.argv.slice(2);
const recorded: Record<string, Outcome[]> = {};
for (const session of sessions) {
  if (wanted.length > 0 && !wanted.includes(session.name)) continue;
  recorded[session.name] = await new CliDriver(cli, host).play(session);
  console.error(`recorded: ${session.name}`);
}
const file = new URL('recorded.json', import.meta.url);
if (wanted.length === 0) writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`);
else console.log(JSON.stringify(recorded, null, 2));
