const HEAD_BYTES = 5;

/** One message with gRPC's head before it: not compressed, and its length. */
export function grpcFrame(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEAD_BYTES + message.length);
  new DataView(frame.buffer).setUint32(1, message.length);
  frame.set(message, HEAD_BYTES);
  return frame;
}

/** Cuts a stream of bytes into its messages. A message cut short at the end is dropped. */
export async function* grpcMessages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const cutter = new GrpcCutter();
  for await (const chunk of chunks) yield* cutter.take(chunk);
}

/** As `grpcMessages`, for chunks that are handed in. */
export class GrpcCutter {
  readonly #head = new Uint8Array(HEAD_BYTES);
  #headFilled = 0;
  #message: Uint8Array | undefined;
  #filled = 0;

  /** The messages that this chunk completes. */
  take(chunk: Uint8Array): Uint8Array[] {
    const complete: Uint8Array[] = [];
    let at = 0;
    while (at < chunk.length || this.#message?.length === 0) {
      if (this.#message === undefined) {
        const taken = chunk.subarray(at, at + HEAD_BYTES - this.#headFilled);
        this.#head.set(taken, this.#headFilled);
        this.#headFilled += taken.length;
        at += taken.length;
        if (this.#headFilled < HEAD_BYTES) break;
        this.#message = new Uint8Array(new DataView(this.#head.buffer).getUint32(1));
        this.#filled = 0;
      }
      const taken = chunk.subarray(at, at + this.#message.length - this.#filled);
      this.#message.set(taken, this.#filled);
      this.#filled += taken.length;
      at += taken.length;
      if (this.#filled < this.#message.length) break;
      complete.push(this.#message);
      this.#message = undefined;
      this.#headFilled = 0;
    }
    return complete;
  }
}
