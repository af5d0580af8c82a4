/** Which stream a frame belongs to; `system` carries an error's text (moby pkg/stdcopy). */
export type StdStream = 'stdin' | 'stdout' | 'stderr' | 'system';

const streamNumber: Record<StdStream, number> = { stdin: 0, stdout: 1, stderr: 2, system: 3 };

/** One frame of a multiplexed stream: stream number, three zero bytes, length as a big-endian uint32, content. */
export function stdFrame(stream: StdStream, content: Uint8Array): Uint8Array {
  const frame = new Uint8Array(8 + content.length);
  frame[0] = streamNumber[stream];
  new DataView(frame.buffer).setUint32(4, content.length);
  frame.set(content, 8);
  return frame;
}
