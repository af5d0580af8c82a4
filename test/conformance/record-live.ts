/**
 * Records scenarios against the daemon that DOCKER_HOST names: all of them, or those given as arguments.
 * The daemon must hold nothing but the images that recordings/README.md names; everything else is removed.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { record } from '../../src/recording/record.ts';
import { createRecording } from '../../src/recording/recording-folder.ts';
import { Scrubber } from '../../src/recording/scrub.ts';
import { live } from '../../src/transport/live.ts';
import { cleanDaemon } from './clean-daemon.ts';
import { Docker } from './client.ts';
import { saveImages } from './save-images.ts';
import { allScenarios } from './scenarios/all.ts';

const host = process.env.DOCKER_HOST;
if (host === undefined) throw new Error('set DOCKER_HOST to the daemon to record');
const folder = join(import.meta.dirname, '../../recordings');
const daemon = live(host);
const docker = new Docker(daemon);
const { Version, ApiVersion, MinAPIVersion } = (await docker.get('/version')).json;
const dataRoot: string = (await docker.get('/info')).json.DockerRootDir;

await saveImages(docker, ['busybox', 'hello-world'], join(folder, 'images.json'));

const wanted = process.argv.slice(2);
for (const [name, scenario] of Object.entries(allScenarios)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await cleanDaemon(docker);
  rmSync(join(folder, name), { recursive: true, force: true });
  const sink = createRecording(join(folder, name), {
    recording: 'dockless',
    format: 1,
    startedAt: new Date().toISOString(),
    daemon: { version: Version, apiVersion: ApiVersion, minApiVersion: MinAPIVersion, dataRoot },
    client: `test/conformance, scenario ${name}`,
    scrubbed: new Scrubber().described,
  });
  const startedMs = performance.now();
  const late = new Promise((_, reject) =>
    setTimeout(() => reject(new Error('not over after 60 s')), 60_000).unref(),
  );
  await Promise.race([scenario(new Docker(record(daemon, sink))), late]).catch(error => {
    process.stdout.write(`${name} FAILED: ${error.message}\n`);
    process.exitCode = 1;
  });
  process.stdout.write(`${name} ${Math.round(performance.now() - startedMs)} ms\n`);
}
await cleanDaemon(docker);
process.exit(); // scenarios leave streams open on purpose
