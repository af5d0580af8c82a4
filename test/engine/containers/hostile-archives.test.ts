import { buffer } from 'node:stream/consumers';
import tar from 'tar-stream';
import { expect, test } from 'vitest';
import { api } from '../../../src/index.ts';
import { runningWorld } from '../../fixtures/running-world.ts';

const pack = async (...entries: ReadonlyArray<readonly [header: Partial<tar.Header>, text?: string]>) => {
  const archive = tar.pack();
  for (const [header, text] of entries) archive.entry(header as tar.Header, text ?? '');
  archive.finalize();
  return await buffer(archive);
};

const file = (name: string) => [{ name }, 'x'] as const;
const link = (name: string, linkname: string) => [{ name, linkname, type: 'symlink' as const }] as const;
const hard = (name: string, linkname: string) => [{ name, linkname, type: 'link' as const }] as const;

/** What dockerd 28.5.2 answered to PUT /containers/box/archive?path=/tmp with each of them. */
test.each([
  ['a name that leads out', [file('../evil')], 500, 'invalid entry name "../evil"'],
  ['an absolute name', [file('/abs')], 200, undefined],
  ['a file below an absolute link', [link('l', '/etc'), file('l/evil')], 200, undefined],
  [
    'links in a circle',
    [link('a', 'b'), link('b', 'a'), file('a/x')],
    500,
    'statat a: too many levels of symbolic links',
  ],
  [
    'a hard link to nothing',
    [hard('hl', '/etc/passwd')],
    404,
    'Could not find the file /tmp in container box',
  ],
  [
    'a hard link that leads out',
    [hard('hl', '../../etc/passwd')],
    500,
    'invalid hardlink target "../../etc/passwd"',
  ],
  [
    'a link that leads out',
    [link('l', '../../..'), file('l/tmp/evil')],
    500,
    'statat l/tmp: path escapes from parent',
  ],
] as const)('%s', async (_, entries, status, message) => {
  const world = runningWorld();
  await world.pull('busybox');
  await world.start('box', { Image: 'busybox', Cmd: ['sleep', '1000'] });
  const bytes = await pack(...entries);
  const reply = await api(world.engine)({
    method: 'PUT',
    target: '/v1.51/containers/box/archive?path=/tmp',
    headers: [['Content-Type', 'application/x-tar']],
    body: (async function* () {
      yield bytes;
    })(),
    signal: new AbortController().signal,
  });
  if ('hijack' in reply || !(reply.body instanceof Uint8Array)) throw new Error('an unexpected reply');
  const text = new TextDecoder().decode(reply.body);
  expect([reply.status, text === '' ? undefined : JSON.parse(text).message]).toEqual([status, message]);
  const { output } = await world.exec('box', ['sh', '-c', 'find / -name evil -o -name abs | grep -v ^/proc']);
  expect(output.split('\n').filter(path => path !== '' && !path.startsWith('/tmp/'))).toEqual([]);
});
