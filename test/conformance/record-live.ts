/**
 * Records scenarios against the daemon that DOCKER_HOST names, a 28.5 or a 20.10: all of them, or those given as
 * arguments. Everything that the daemon holds is removed, but for the images that recordings/README.md names.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { record } from '../../src/recording/record.ts';
import { createRecording } from '../../src/recording/recording-folder.ts';
import { Scrubber } from '../../src/recording/scrub.ts';
import { live } from '../../src/transport/live.ts';
import { cleanDaemon, forgetBuilds } from './clean-daemon.ts';
import { Docker } from './client.ts';
import { recordedDaemonOf } from './recorded-daemons.ts';
import { saveImages } from './save-images.ts';
import { allScenarios } from './scenarios/all.ts';

const host = process.env.DOCKER_HOST;
if (host === undefined) throw new Error('set DOCKER_HOST to the daemon to record');
const daemon = live(host);
const { Version, ApiVersion, MinAPIVersion } = (await new Docker(daemon, '').get('/version')).json;
const { folder, version } = recordedDaemonOf(Version);
const docker = new Docker(daemon, version);
const dataRoot: string = (await docker.get('/info')).json.DockerRootDir;

const wanted = process.argv.slice(2);
await cleanDaemon(docker);
await forgetBuilds(docker, ['hello-world']);
const images = join(folder, 'images.json');
// The recordings at hand were made with the images at hand.
if (wanted.length === 0 || !existsSync(images)) await saveImages(docker, ['busybox', 'hello-world'], images);

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
  await Promise.race([scenario(new Docker(record(daemon, sink), version)), late]).catch(error => {
    process.stdout.write(`${name} FAILED: ${error.message}\n`);
    process.exitCode = 1;
  });
  process.stdout.write(`${name} ${Math.round(performance.now() - startedMs)} ms\n`);
}
await cleanDaemon(docker);
process.exit(); // scenarios leave streams open on purpose
