/**
 * Records what a real dockerd answers that pushes to and pulls from a registry in a container of its own:
 * `DOCKER_HOST=unix:///path node record.ts`. The daemon has an image `registry:2` made of Debian's docker-registry 2.8.2
 * (busybox, /bin/registry with its C library, the official entrypoint and configuration), and is cleaned of `localhost` images.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { live } from '../../../../src/transport/live.ts';
import { ask, askBytes } from './ask-step.ts';
import { Normaliser, STEPS } from './steps.ts';

const daemon = live(process.env.DOCKER_HOST ?? '');
const config = {
  Image: 'registry:2',
  HostConfig: { PortBindings: { '5000/tcp': [{ HostPort: '5000' }] } },
};
await askBytes(daemon, 'DELETE', '/containers/registry?force=1&v=1');
await askBytes(daemon, 'POST', '/containers/create?name=registry', JSON.stringify(config));
await askBytes(daemon, 'POST', '/containers/registry/start');
await sleep(1500);
const normaliser = new Normaliser();
const recorded: object[] = [];
for (const step of STEPS) {
  const { status, text } = await ask(daemon, step);
  recorded.push({ call: `${step.method} ${step.path}`, status, text: normaliser.of(text) });
}
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(recorded, null, 1)}\n`);
process.exit();
