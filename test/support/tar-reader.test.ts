import alea from 'seedrandom/lib/alea.js';
import { expect, test } from 'vitest';
import type { TarEntry } from '../../src/support/tar/tar-format.ts';
import { readTar, readTarFrom } from '../../src/support/tar/tar-reader.ts';
import { oddMember, tarOf } from '../conformance/archives.ts';

const told = ({ data, brokenBy, ...entry }: TarEntry) =>
  `${JSON.stringify({ ...entry, mtimeNs: String(entry.mtimeNs) })} ${Buffer.from(data)} ${brokenBy?.message ?? ''}`;

function whole(archive: Uint8Array): string[] {
  const found: string[] = [];
  try {
    for (const entry of readTar(archive)) found.push(told(entry));
  } catch (error) {
    found.push((error as Error).message);
  }
  return found;
}

async function inPieces(archive: Uint8Array, size: () => number): Promise<string[]> {
  const found: string[] = [];
  async function* pieces() {
    for (let at = 0; at < archive.length; ) {
      const end = at + size();
      yield archive.subarray(at, end);
      at = end;
    }
  }
  try {
    for await (const entry of readTarFrom(pieces())) found.push(told(entry));
  } catch (error) {
    found.push((error as Error).message);
  }
  return found;
}

test('an archive that comes in pieces, and ends anywhere, is read as one that is there', async () => {
  const first = await oddMember(
    { name: 'odd', content: 'abc' },
    { pax: { path: 'é'.repeat(300), mtime: '1.5' } },
  );
  const rest = await tarOf({ name: 'big', content: 'x'.repeat(1_500) }, { name: 'd/', type: 'directory' });
  const archive = Buffer.concat([first.subarray(0, -1024), rest]);
  const random = alea('pieces');
  for (let length = 0; length <= archive.length; length += 61) {
    const cut = archive.subarray(0, length);
    const most = Math.ceil(random() * 1_200);
    expect(await inPieces(cut, () => Math.floor(random() * most)), `${length} bytes`).toEqual(whole(cut));
  }
  expect(whole(archive)).toHaveLength(3);
});

test('a member that claims more than there can be is cut', async () => {
  const huge = await oddMember({ name: 'huge', content: 'abc' }, { pax: { size: '9000000000000000000' } });
  const found = await inPieces(huge, () => 700);
  expect(found).toEqual(whole(huge));
  expect(found.at(-1)).toBe('unexpected EOF');
});
