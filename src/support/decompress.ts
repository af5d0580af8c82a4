import { concatBytes } from './concat-bytes.ts';

/** How compressed data begins. */
const MAGIC: ReadonlyArray<readonly [kind: string, bytes: readonly number[]]> = [
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/** Data that unpacks to more than this is refused: it would not fit into one array. */
const LARGEST_BYTES = 0x7fff_ffff;

/** What the data is compressed with; undefined for plain data. */
export function compressionOf(data: Uint8Array): string | undefined {
  return MAGIC.find(([, bytes]) => bytes.every((byte, index) => data[index] === byte))?.[0];
}

/**
 * The data unpacked, as it is where it was not compressed. Knows gzip, and what else the host's DecompressionStream
 * does. Throws an Error with Go's sentence where the data is broken.
 */
export async function decompress(data: Uint8Array): Promise<Uint8Array> {
  const kind = compressionOf(data);
  if (kind === undefined) return data;
  let stream: DecompressionStream;
  try {
    stream = new DecompressionStream(kind as CompressionFormat);
  } catch {
    throw new Error(`dockless cannot unpack ${kind} here: give it gzip or plain tar`);
  }
  const source = new Blob([data as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream);
  return collect(source, kind);
}

async function collect(source: ReadableStream<Uint8Array>, kind: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = source.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error(`${kind}: invalid header`);
    });
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > LARGEST_BYTES) {
      await reader.cancel();
      throw new Error(`${kind}: unpacks to more than ${LARGEST_BYTES} bytes`);
    }
  }
  return concatBytes(chunks);
}
