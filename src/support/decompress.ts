import { FlateErrorCode, Gunzip } from 'fflate';
import { Decompress as Unzstd } from 'fzstd';
import bitIterator from 'unbzip2-stream/lib/bit_iterator.js';
import bzip2 from 'unbzip2-stream/lib/bzip2.js';
import xz from 'xz-decompress';
import { concatBytes } from './concat-bytes.ts';
import { crc32 } from './crc32.ts';

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** How compressed data begins, and what unpacks it. */
const FORMATS: ReadonlyArray<{
  readonly kind: string;
  readonly magic: readonly number[];
  readonly unpack: (packed: Pieces) => AsyncGenerator<Uint8Array, void>;
}> = [
  { kind: 'gzip', magic: [0x1f, 0x8b, 0x08], unpack: gunzip },
  { kind: 'bzip2', magic: [0x42, 0x5a, 0x68], unpack: unbzip2 },
  { kind: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], unpack: unxz },
  { kind: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], unpack: unzstd },
];

const LONGEST_MAGIC = 6;

/** Data that unpacks to more than this is refused: it all lies in memory. */
const LARGEST_BYTES = 2 ** 30;

const formatOf = (data: Uint8Array) =>
  FORMATS.find(({ magic }) => magic.every((byte, index) => data[index] === byte));

/** What the data is compressed with; undefined for plain data. */
export function compressionOf(data: Uint8Array): string | undefined {
  return formatOf(data)?.kind;
}

/**
 * The data unpacked, as it is where it was not compressed: gzip, bzip2, xz, zstd.
 *
 * @throws Error where the data is broken, or unpacks to more than 1 GiB
 */
export async function decompress(data: Uint8Array): Promise<Uint8Array> {
  if (compressionOf(data) === undefined) return data;
  const pieces: Uint8Array[] = [];
  for await (const piece of decompressed([data])) pieces.push(piece);
  return concatBytes(pieces);
}

/** The same as a stream: no more of the packed data is taken than the reader asks for. @throws Error */
export async function* decompressed(source: Pieces): AsyncGenerator<Uint8Array, void> {
  const iterator = (async function* () {
    yield* source;
  })();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < LONGEST_MAGIC) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = concatBytes([head, next.value]);
  }
  const rest = (async function* () {
    if (head.length > 0) yield head;
    yield* iterator;
  })();
  const format = formatOf(head);
  try {
    if (format === undefined) yield* rest;
    else yield* bounded(format.kind, format.unpack(rest));
  } finally {
    await iterator.return();
  }
}

async function* bounded(kind: string, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > LARGEST_BYTES) throw new Error(`${kind}: unpacks to more than ${LARGEST_BYTES} bytes`);
    yield piece;
  }
}

/** Several members one behind the other are one (pigz, eStargz). No DecompressionStream: it stops after the first. */
async function* gunzip(packed: Pieces): AsyncGenerator<Uint8Array, void> {
  const made: Uint8Array[] = [];
  const trailers = new GzipTrailers();
  const stream = new Gunzip(piece => {
    trailers.unpacked(piece);
    made.push(piece);
  });
  stream.onmember = offset => trailers.memberAt(offset);
  const push = (piece: Uint8Array, isLast: boolean) => {
    try {
      stream.push(piece, isLast);
    } catch (error) {
      const isCut = (error as { code?: number }).code === FlateErrorCode.UnexpectedEOF;
      throw new Error(isCut ? 'unexpected EOF' : 'gzip: invalid header');
    }
  };
  for await (const piece of packed) {
    for (let at = 0; at < piece.length; at += PUSHED) {
      const part = piece.subarray(at, at + PUSHED);
      trailers.packed(part);
      push(part.slice(), false);
      yield* made.splice(0);
    }
  }
  push(new Uint8Array(0), true);
  yield* made.splice(0);
  trailers.end();
}

/** What the library leaves unchecked: the sum and the length that stand behind each member. */
class GzipTrailers {
  #crc = 0;
  #length = 0;
  /** The last packed bytes, and where in the whole they end. */
  #tail: Uint8Array = new Uint8Array(0);
  #end = 0;

  packed(piece: Uint8Array): void {
    const kept = this.#tail.subarray(Math.max(0, this.#tail.length - TRAILER_BYTES));
    this.#tail = concatBytes([kept, piece]);
    this.#end += piece.length;
  }

  unpacked(piece: Uint8Array): void {
    this.#crc = crc32(piece, this.#crc);
    this.#length += piece.length;
  }

  /** Another member begins: the one before is over. */
  memberAt(offset: number): void {
    if (offset > 0) this.#check(this.#tail.length - (this.#end - offset));
  }

  end(): void {
    this.#check(this.#tail.length);
  }

  #check(end: number): void {
    if (end < TRAILER_BYTES) throw new Error('unexpected EOF');
    const view = new DataView(this.#tail.buffer, this.#tail.byteOffset + end - TRAILER_BYTES, TRAILER_BYTES);
    const isRight = view.getUint32(0, true) === this.#crc && view.getUint32(4, true) === this.#length >>> 0;
    if (!isRight) throw new Error('gzip: invalid checksum');
    this.#crc = 0;
    this.#length = 0;
  }
}

const TRAILER_BYTES = 8;

async function* unxz(packed: Pieces): AsyncGenerator<Uint8Array, void> {
  yield* throughStream('xz', new xz.XzReadableStream(streamOf(packed)));
}

async function* throughStream(
  kind: string,
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new Error(`${kind}: invalid header`);
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function streamOf(pieces: Pieces): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = (async function* () {
    yield* pieces;
  })();
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await iterator.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** What is pushed at once: a few bytes may unpack to very many. */
const PUSHED = 1 << 14;

async function* unzstd(packed: Pieces): AsyncGenerator<Uint8Array, void> {
  const made: Uint8Array[] = [];
  const stream = new Unzstd(piece => made.push(piece));
  const push = (piece: Uint8Array, isLast: boolean) => {
    try {
      stream.push(piece, isLast);
    } catch (error) {
      throw new Error(`zstd: ${(error as Error).message}`);
    }
  };
  for await (const piece of packed) {
    for (let at = 0; at < piece.length; at += PUSHED) {
      push(piece.slice(at, at + PUSHED), false);
      yield* made.splice(0);
    }
  }
  push(new Uint8Array(0), true);
  yield* made.splice(0);
}

/** The unit of a bzip2 block's size. */
const BLOCK_BYTES = 100_000;

/** Block by block, from all of the packed data: the decoder cannot wait for more of it. */
async function* unbzip2(packed: Pieces): AsyncGenerator<Uint8Array, void> {
  const pieces: Uint8Array[] = [];
  for await (const piece of packed) pieces.push(piece);
  const data = concatBytes(pieces);
  const given = [data];
  try {
    const bits = bitIterator(() => {
      const next = given.pop();
      if (next === undefined) throw new Error('unexpected EOF');
      return next;
    });
    while (bits.bytesRead < data.length) {
      const buffer = new Int32Array(bzip2.header(bits) * BLOCK_BYTES);
      for (let crc: number | null = 0; crc !== null; ) {
        const block = new GrowingBytes();
        crc = bzip2.decompress(bits, byte => block.push(byte), buffer, buffer.length, crc);
        if (block.length > 0) yield block.take();
      }
    }
  } catch (error) {
    throw new Error(`bzip2 data invalid: ${(error as Error).message}`);
  }
}

/** Bytes of which it is not known how many there will be. */
class GrowingBytes {
  #bytes = new Uint8Array(1 << 20);
  length = 0;

  push(byte: number): void {
    if (this.length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.length] = byte;
    this.length += 1;
  }

  take(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}
