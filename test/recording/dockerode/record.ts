/** Records what dockerode sees of the daemon that DOCKER_HOST names, which must hold busybox. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { record } from '../../../src/recording/record.ts';
import { createRecording } from '../../../src/recording/recording-folder.ts';
import { intercept } from '../../../src/transport/intercept/intercept.ts';
import { live } from '../../../src/transport/live.ts';
import { scenario } from './scenario.ts';

const folder = join(import.meta.dirname, 'recording');
rmSync(folder, { recursive: true, force: true });
const sink = createRecording(folder, { client: 'dockerode' });
using _ = intercept(record(live(process.env.DOCKER_HOST ?? ''), sink), {
  targets: ['unix:///recorded.sock'],
});
const seen = await scenario(new Docker({ socketPath: '/recorded.sock' }), 'recorded');
writeFileSync(join(folder, 'seen.json'), `${JSON.stringify(seen, undefined, 2)}\n`);
console.error(seen);
process.exit(0);
