import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { compressionOf, decompress, decompressed } from '../../src/support/decompress.ts';

/** Text that no compressor makes nothing of. */
const PLAIN = Buffer.from(Array.from({ length: 20_000 }, (_, n) => `${n} ${(n * 7919) % 1009}\n`).join(''));

const packed = (tool: string, input: Buffer, ...args: string[]): Buffer | undefined => {
  const { stdout, error, status } = spawnSync(tool, [...args, '-c'], { input, maxBuffer: 1 << 28 });
  return error === undefined && status === 0 ? stdout : undefined;
};

/** What the real tools packed; where a tool is missing on the machine, nothing is known. */
test.each([['gzip'], ['bzip2'], ['xz'], ['zstd']])('%s', async tool => {
  const once = packed(tool, PLAIN);
  if (once === undefined) return;
  expect(compressionOf(once)).toBe(tool);
  expect(Buffer.compare(Buffer.from(await decompress(once)), PLAIN)).toBe(0);
  // As a stream in odd pieces, and as several archives one behind the other.
  const pieces = async function* () {
    for (let at = 0; at < once.length; at += 777) yield once.subarray(at, at + 777);
  };
  const streamed: Uint8Array[] = [];
  for await (const piece of decompressed(pieces())) streamed.push(piece);
  expect(Buffer.compare(Buffer.concat(streamed), PLAIN)).toBe(0);
  if (tool !== 'xz') {
    const twice = await decompress(Buffer.concat([once, once]));
    expect(twice.length).toBe(2 * PLAIN.length);
  }
  await expect(decompress(once.subarray(0, once.length - 20))).rejects.toThrow(/./);
  const broken = Buffer.from(once);
  broken.fill(0x55, 100, 200);
  await expect(decompress(broken)).rejects.toThrow(/./);
});

test('what unpacks to more than a gibibyte is refused on the way', { timeout: 60_000 }, async () => {
  const { stdout: bomb, error } = spawnSync('sh', ['-c', 'head -c 1200000000 /dev/zero | gzip -1']);
  if (error !== undefined) return;
  let length = 0;
  const unpack = async () => {
    for await (const piece of decompressed([bomb])) length += piece.length;
  };
  await expect(unpack()).rejects.toThrow('unpacks to more than 1073741824 bytes');
  expect(length).toBeLessThanOrEqual(2 ** 30);
});
