import { encodeJson } from '../../support/go-json/encode.ts';

const utf8 = new TextEncoder();

/** A message of a progress stream (pull, push, build, load): each ends with `\r\n` (moby pkg/streamformatter). */
export const progressChunk = (message: unknown) => utf8.encode(`${encodeJson(message)}\r\n`);

/** A message of a stream that a Go json.Encoder writes (events, stats): each ends with `\n`. */
export const jsonLine = (message: unknown) => utf8.encode(`${encodeJson(message)}\n`);

/** A progress stream, one chunk a message, made as the peer takes it. */
export async function* progressStream(
  messages: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncIterable<Uint8Array> {
  for await (const message of messages) yield progressChunk(message);
}
