/** RFC 6455, section 5.2. */
export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface WebSocketFrame {
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly masked: boolean;
}

/** A whole message in one frame. A client masks it: any four bytes do. */
export function encodeFrame(opcode: number, payload: Uint8Array, mask?: Uint8Array): Uint8Array {
  const { length } = payload;
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const head = 2 + lengthBytes + (mask === undefined ? 0 : 4);
  const bytes = new Uint8Array(head + length);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x80 | opcode;
  bytes[1] = (mask === undefined ? 0 : 0x80) | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) view.setUint16(2, length);
  if (lengthBytes === 8) view.setBigUint64(2, BigInt(length));
  bytes.set(payload, head);
  if (mask !== undefined) {
    bytes.set(mask, head - 4);
    applyMask(bytes.subarray(head), mask);
  }
  return bytes;
}

/** The code 1000, a normal end; `ws` and Go's x/net/websocket send it so. */
export const NORMAL_CLOSE = Uint8Array.of(0x03, 0xe8);

/** Longer frames are refused: a client that sends one is broken, and would have us wait for it for ever. */
const LONGEST_FRAME = 64 * 1024 * 1024;

/** The frames in a stream of bytes, however that was cut into pieces. Ends with the stream; throws for a frame too long. */
export async function* readFrames(source: AsyncIterable<Uint8Array>): AsyncGenerator<WebSocketFrame> {
  let buffer = new Uint8Array();
  for await (const chunk of source) {
    const joined = new Uint8Array(buffer.length + chunk.length);
    joined.set(buffer);
    joined.set(chunk, buffer.length);
    const { frames, rest } = wholeFrames(joined);
    buffer = rest;
    yield* frames;
  }
}

/** The frames that bytes begin with, and what is left of them. Throws for a frame too long. */
export function wholeFrames(bytes: Uint8Array<ArrayBuffer>): {
  frames: WebSocketFrame[];
  rest: Uint8Array<ArrayBuffer>;
} {
  const frames: WebSocketFrame[] = [];
  let rest = bytes;
  for (;;) {
    const extent = extentOf(rest);
    if (extent === undefined || rest.length < extent.end) return { frames, rest };
    const { head, end, masked } = extent;
    const payload = rest.slice(head, end);
    if (masked) applyMask(payload, rest.subarray(head - 4, head));
    frames.push({ opcode: (rest[0] as number) & 0x0f, payload, masked });
    rest = rest.subarray(end);
  }
}

/** Where the first frame's payload begins and ends; undefined while its head is not there. */
function extentOf(bytes: Uint8Array): { head: number; end: number; masked: boolean } | undefined {
  if (bytes.length < 2) return undefined;
  const masked = ((bytes[1] as number) & 0x80) !== 0;
  const short = (bytes[1] as number) & 0x7f;
  const lengthBytes = short < 126 ? 0 : short === 126 ? 2 : 8;
  const head = 2 + lengthBytes + (masked ? 4 : 0);
  if (bytes.length < head) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length =
    lengthBytes === 0 ? short : lengthBytes === 2 ? view.getUint16(2) : Number(view.getBigUint64(2));
  if (length > LONGEST_FRAME) throw new Error(`a frame of ${length} bytes is too long`);
  return { head, end: head + length, masked };
}

function applyMask(bytes: Uint8Array, mask: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (bytes[at] as number) ^ (mask[at & 3] as number);
}
