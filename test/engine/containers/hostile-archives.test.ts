import alea from 'seedrandom/lib/alea.js';
import { describe, expect, test } from 'vitest';
import { api, createEngine } from '../../../src/index.ts';
import { AS_TAR, imageArchive, oddMember, smallRoot, tarOf } from '../../conformance/archives.ts';
import { type Answer, Docker } from '../../conformance/client.ts';

/** What dockerd says to single hostile archives is in recordings/archive-put-hostile; here are many, for what must never be. */
const takers: Record<string, (docker: Docker, archive: Buffer) => Promise<Answer>> = {
  'docker cp': (docker, archive) => docker.put('/containers/box/archive?path=/tmp', archive, AS_TAR),
  import: (docker, archive) => docker.post('/images/create?fromSrc=-&repo=imported', archive, AS_TAR),
  load: (docker, archive) => docker.post('/images/load', archive, AS_TAR),
  build: (docker, archive) => docker.post('/build', archive, AS_TAR),
};

async function archiveFor(taker: string): Promise<Buffer> {
  if (taker === 'load') return imageArchive(['loaded:1']);
  const files = await smallRoot();
  if (taker !== 'build') return files;
  return tarOf(
    { name: 'Dockerfile', content: 'FROM busybox\nADD root.tar /\n' },
    { name: 'root.tar', content: files },
  );
}

function world() {
  const engine = createEngine({
    containers: [{ name: 'box', image: 'busybox', command: ['sleep', 'infinity'] }],
  });
  return new Docker(api(engine));
}

/** It was refused in Docker's form, or taken whole; and the daemon goes on. */
async function checkAnswer(docker: Docker, answer: Answer, what: string): Promise<void> {
  expect([200, 400, 404, 500], what).toContain(answer.status);
  const error = answer.status === 200 ? /"errorDetail":.*/.exec(answer.text)?.[0] : answer.json.message;
  expect(error ?? '', what).not.toMatch(/dockless|undefined|TypeError|RangeError/);
  expect((await docker.get('/images/json')).status, what).toBe(200);
}

describe.each(Object.keys(takers))('%s', taker => {
  test('of an archive that ends anywhere', async () => {
    const docker = world();
    const archive = await archiveFor(taker);
    for (let length = 0; length < archive.length; length += 128) {
      const answer = await takers[taker]?.(docker, archive.subarray(0, length));
      await checkAnswer(docker, answer as Answer, `${length} bytes of it`);
    }
  });

  test('of an archive with wrong bytes in it', async () => {
    const docker = world();
    const archive = await archiveFor(taker);
    const random = alea(taker);
    for (let round = 0; round < 200; round += 1) {
      const wrong = Buffer.from(archive);
      const block = Math.floor((random() * wrong.length) / 512) * 512;
      for (let bytes = 0; bytes < 1 + random() * 4; bytes += 1) {
        wrong[block + Math.floor(random() * 512)] = Math.floor(random() * 256);
      }
      if (random() < 0.7) fixChecksum(wrong, block);
      const answer = await takers[taker]?.(docker, wrong);
      await checkAnswer(docker, answer as Answer, `round ${round}`);
    }
  });
});

/** So that what is in a header is looked at, and not only that it is wrong. */
function fixChecksum(archive: Buffer, block: number): void {
  archive.fill(' ', block + 148, block + 156);
  const sum = archive.subarray(block, block + 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, block + 148, 'latin1');
}

test('directories as deep as a path can be', async () => {
  const docker = world();
  const deep = await tarOf({ name: `${'d/'.repeat(2_040)}f`, content: 'x' });
  expect((await docker.put('/containers/box/archive?path=/tmp', deep, AS_TAR)).status).toBe(200);
  expect((await docker.get('/containers/box/changes')).json).toHaveLength(2_042);
  expect((await docker.get('/containers/box/archive?path=/tmp')).status).toBe(200);
  expect((await docker.delete('/containers/box?force=1')).status).toBe(204);
});

/** dockerd writes such a file until its disk is full. */
test('a file that is hardly more than holes is refused before it fills the memory', async () => {
  const docker = world();
  const holes = (name: string, size: string) =>
    oddMember(
      { name },
      { pax: { 'GNU.sparse.map': '0,0', 'GNU.sparse.numblocks': '1', 'GNU.sparse.size': size } },
    );
  const put = (archive: Buffer) => docker.put('/containers/box/archive?path=/tmp', archive, AS_TAR);
  for (const size of ['1000000000000', '9223372036854775807']) {
    const answer = await put(await holes('bomb', size));
    expect(answer.json).toEqual({ message: 'no space left on device' });
  }
  const half = (await holes('half', '600000000')).subarray(0, -1024);
  const answer = await put(Buffer.concat([half, await holes('other', '600000000')]));
  expect(answer.json).toEqual({ message: 'no space left on device' });
  expect((await docker.get('/containers/box/changes')).json).toEqual([
    { Path: '/tmp', Kind: 0 },
    { Path: '/tmp/bomb', Kind: 1 },
    { Path: '/tmp/half', Kind: 1 },
    { Path: '/tmp/other', Kind: 1 },
  ]);
});
