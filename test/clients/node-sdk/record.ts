/** Records what @docker/node-sdk sees at a real dockerd: DOCKER_HOST=unix:///... node test/clients/node-sdk/record.ts */
import { writeFileSync } from 'node:fs';
import { nodeSdkFlow } from './flow.ts';

const recorded = await nodeSdkFlow(process.env.DOCKER_HOST ?? 'DOCKER_HOST is not set');
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);
process.exit(0); // the client keeps its connections
