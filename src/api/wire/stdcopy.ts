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

/** The content of the frames that pass through; a frame may come in several pieces, a piece have several frames. */
export function unframer(): (piece: Uint8Array) => Uint8Array {
  let head: number[] = [];
  let left = 0;
  return piece => {
    const content = new Uint8Array(piece.length);
    let length = 0;
    let at = 0;
    while (at < piece.length) {
      if (left === 0) {
        head.push(piece[at++] as number);
        if (head.length < 8) continue;
        left = new DataView(Uint8Array.from(head).buffer).getUint32(4);
        head = [];
        continue;
      }
      const part = piece.subarray(at, at + left);
      content.set(part, length);
      length += part.length;
      left -= part.length;
      at += part.length;
    }
    return content.subarray(0, length);
  };
}
