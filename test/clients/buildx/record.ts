/** Records what docker with buildx prints against a real dockerd: DOCKER_HOST=... node test/clients/buildx/record.ts */
import { writeFileSync } from 'node:fs';
import { findBuildx, type Outcome, playBuild, scenarios } from './scenarios.ts';

const buildx = findBuildx();
const host = process.env.DOCKER_HOST;
if (buildx === undefined || host === undefined) {
  console.error('Set DOCKER_HOST to a real dockerd, with docker and buildx installed.');
  process.exit(2);
}
const recorded: Record<string, Outcome[]> = {};
for (const [name, scenario] of Object.entries(scenarios)) {
  recorded[name] = await playBuild(buildx, host, scenario);
}
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);
