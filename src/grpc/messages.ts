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
  const head = new Uint8Array(HEAD_BYTES);
  let headFilled = 0;
  let message: Uint8Array | undefined;
  let filled = 0;
  for await (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length || message?.length === 0) {
      if (message === undefined) {
        const taken = chunk.subarray(at, at + HEAD_BYTES - headFilled);
        head.set(taken, headFilled);
        headFilled += taken.length;
        at += taken.length;
        if (headFilled < HEAD_BYTES) break;
        message = new Uint8Array(new DataView(head.buffer).getUint32(1));
        filled = 0;
      }
      const taken = chunk.subarray(at, at + message.length - filled);
      message.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < message.length) break;
      yield message;
      message = undefined;
      headFilled = 0;
    }
  }
}
