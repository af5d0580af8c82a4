import { join } from 'node:path';
import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { readRecording } from '../../../src/recording/recording-folder.ts';
import { replay } from '../../../src/recording/replay/replay.ts';
import { readTar } from '../../../src/support/tar/tar-reader.ts';
import { AS_TAR } from '../../conformance/archives.ts';
import { type Answer, type AskOptions, Docker } from '../../conformance/client.ts';
import { newestDaemon } from '../../conformance/recorded-daemons.ts';
import { allScenarios } from '../../conformance/scenarios/all.ts';

/** dockerd 28.5.2 as it was recorded: what it answered first to each path. */
async function dockerd(): Promise<(path: string) => Answer> {
  const recording = readRecording(join(newestDaemon.folder, 'save-layers'));
  const docker = new Docker(replay(recording), newestDaemon.version);
  const { get } = docker;
  const answers = new Map<string, Answer>();
  const remember = async (path: string, options?: AskOptions): Promise<Answer> => {
    const answer = await get(path, options);
    if (!answers.has(path)) answers.set(path, answer);
    return answer;
  };
  await allScenarios['save-layers']?.(Object.assign(docker, { get: remember }));
  return path => answers.get(path) as Answer;
}

/** An image as `docker inspect` shows it, but for where it lies on the host's disk. */
function shown({ json }: Answer): object {
  const { GraphDriver: _, ...image } = json;
  return image;
}

const contentsOf = (archive: Uint8Array) =>
  Array.from(readTar(archive), ({ name, type, data }) => ({
    name,
    type,
    data: Buffer.from(data).toString(),
  }));

test('an image that dockerd saved has its id, layers and configuration, and is saved as it was', async () => {
  const theirs = await dockerd();
  const saved = theirs('/images/deep/get').body;
  const ours = new Docker(api(createEngine()), newestDaemon.version);
  expect((await ours.post('/images/load', Buffer.from(saved), AS_TAR)).text).toContain(
    'Loaded image: deep:1',
  );
  expect(shown(await ours.get('/images/deep:1/json'))).toEqual(shown(theirs('/images/deep:1/json')));
  const again = await ours.get('/images/deep/get');
  expect(contentsOf(again.body)).toEqual(contentsOf(saved));
});
