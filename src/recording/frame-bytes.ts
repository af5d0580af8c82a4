import type { Frame, FrameBytes } from './frame.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** As text where the bytes are UTF-8, else as base64. */
export function encodeBytes(bytes: Uint8Array): FrameBytes {
  try {
    return { text: strict.decode(bytes) };
  } catch {
    return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
  }
}

/** `readBlob` gives a part of a blob; all of it where no offset is given. */
export function decodeBytes(
  frame: Frame,
  readBlob: (name: string, offset: number | undefined, length: number) => Uint8Array,
): Uint8Array {
  if ('text' in frame) return new TextEncoder().encode(frame.text);
  if ('base64' in frame) return new Uint8Array(Buffer.from(frame.base64, 'base64'));
  if ('blob' in frame) return readBlob(frame.blob, frame.offset, frame.length);
  return new Uint8Array(0);
}
