import alea from 'seedrandom/lib/alea.js';

/** A purpose with a stream of its own, so that an extra draw for one shifts nothing for another. */
export type RandomPurpose =
  | 'ids'
  | 'names'
  | 'macs'
  | 'ports'
  | 'volumes'
  | 'execs'
  | 'layers'
  | 'build cache'
  | 'processes'
  | 'source ports';

/** Every stream's saved position, by purpose. */
export type RandomState = Record<string, object>;

type Stream = ReturnType<typeof alea>;

/** Random streams drawn from one seed. */
export class Random {
  readonly seed: string;
  readonly #streams = new Map<RandomPurpose, Stream>();

  constructor(seed: string, saved: RandomState = {}) {
    this.seed = seed;
    for (const [purpose, state] of Object.entries(saved)) {
      this.#streams.set(purpose as RandomPurpose, alea('', { state }));
    }
  }

  /** A whole number from 0 up to but not including `limit`. */
  below(purpose: RandomPurpose, limit: number): number {
    return Math.floor(this.#stream(purpose)() * limit);
  }

  /** `digits` random hexadecimal digits. */
  hex(purpose: RandomPurpose, digits: number): string {
    const stream = this.#stream(purpose);
    let text = '';
    while (text.length < digits) text += (stream.int32() >>> 0).toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }

  bytes(purpose: RandomPurpose, count: number): Uint8Array {
    const stream = this.#stream(purpose);
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at += 4) {
      const word = stream.int32();
      for (let byte = 0; byte < 4 && at + byte < count; byte += 1) bytes[at + byte] = word >>> (8 * byte);
    }
    return bytes;
  }

  save(): RandomState {
    const saved: RandomState = {};
    for (const [purpose, stream] of this.#streams) saved[purpose] = stream.state();
    return saved;
  }

  #stream(purpose: RandomPurpose): Stream {
    let stream = this.#streams.get(purpose);
    if (stream === undefined) {
      stream = alea(`${this.seed}/${purpose}`, { state: true });
      this.#streams.set(purpose, stream);
    }
    return stream;
  }
}
