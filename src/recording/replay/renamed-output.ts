import type { Names } from './names.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** A piece of a reply with the names of this run in it; bytes that are no text stay as they are. */
export function renamedOutput(bytes: Uint8Array, names: Names, contentType: string): Uint8Array {
  if (/multiplexed/.test(contentType)) return renamedFrames(bytes, names) ?? bytes;
  return renamedText(bytes, names) ?? bytes;
}

function renamedText(bytes: Uint8Array, names: Names): Uint8Array | undefined {
  try {
    return encoder.encode(names.translate(strict.decode(bytes)));
  } catch {
    return undefined;
  }
}

/** moby's stdcopy: each frame says its length, which a new name changes. Frames cut across pieces stay as they are. */
function renamedFrames(bytes: Uint8Array, names: Names): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) return undefined;
    const end = at + 8 + view.getUint32(at + 4);
    if (end > bytes.length) return undefined;
    const content = bytes.subarray(at + 8, end);
    const renamed = renamedText(content, names) ?? content;
    const head = bytes.slice(at, at + 8);
    new DataView(head.buffer).setUint32(4, renamed.length);
    pieces.push(head, renamed);
    at = end;
  }
  return Buffer.concat(pieces);
}
