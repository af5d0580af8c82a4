import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { Gzip } from 'fflate';
import type { Layer } from '../image.ts';
import { packLayer } from '../layer-tar.ts';

/** How much is compressed before others get a turn. */
const PIECE = 1 << 16;

/**
 * A layer's archive compressed with gzip, as a stream, and then its digest and size. The same bytes on every machine,
 * hence no CompressionStream; not Go's bytes, whose digests no other compressor gives either.
 */
export class CompressedLayer implements AsyncIterable<Uint8Array> {
  readonly #layer: Readonly<Layer>;
  readonly #onRead: (bytes: number) => void;
  readonly #hash = sha256.create();
  #digest = '';
  #size = 0;

  /** `onRead` hears how many bytes of the archive have been read so far. */
  constructor(layer: Readonly<Layer>, onRead: (bytes: number) => void) {
    this.#layer = layer;
    this.#onRead = onRead;
  }

  /** Once the stream has been read. */
  get digest(): string {
    if (this.#digest === '') this.#digest = `sha256:${bytesToHex(this.#hash.digest())}`;
    return this.#digest;
  }

  /** Compressed, once the stream has been read. */
  get size(): number {
    return this.#size;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    const made: Uint8Array[] = [];
    const gzip = new Gzip({ level: 6, mtime: 0 }, piece => made.push(piece));
    let read = 0;
    for (const piece of pieces(layerArchive(this.#layer))) {
      gzip.push(piece);
      read += piece.length;
      this.#onRead(read);
      for (const each of made.splice(0)) yield this.#count(each);
    }
    gzip.push(new Uint8Array(0), true);
    for (const each of made.splice(0)) yield this.#count(each);
  }

  #count(piece: Uint8Array): Uint8Array {
    this.#hash.update(piece);
    this.#size += piece.length;
    return piece;
  }
}

/** A layer's archive: the one it came from, or one made anew. Its digest is the layer's diff id. */
function layerArchive(layer: Readonly<Layer>): Iterable<Uint8Array> {
  return layer.tar === undefined ? packLayer(layer.tree) : [layer.tar];
}

function* pieces(source: Iterable<Uint8Array>): Generator<Uint8Array, void> {
  for (const chunk of source)
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
}
