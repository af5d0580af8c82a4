import { concatBytes } from './concat-bytes.ts';

/** All that a stream gives, as one piece; without a copy where it gives one chunk. */
export async function joinChunks(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return concatBytes(chunks);
}
