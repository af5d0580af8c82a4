import { invalidParameter } from '../../engine/errors.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { headerOf } from '../../exchange/exchange.ts';
import { decodeJson } from '../../support/go-json/decode.ts';
import type { StructSchema } from '../../support/go-json/schema.ts';

/** The whole body of a request. */
export async function readBody(exchange: Exchange): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of exchange.body) {
    chunks.push(chunk);
    length += chunk.length;
  }
  if (chunks.length === 1) return chunks[0] as Uint8Array;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** moby api/server/httputils/httputils.go, ReadJSON. */
export async function readJson<T>(
  exchange: Exchange,
  schema: StructSchema,
  _options: { optional?: boolean } = {},
): Promise<T> {
  const contentType = headerOf(exchange.headers, 'Content-Type') ?? '';
  const body = await readBody(exchange);
  if (contentType === '' && body.length === 0) return decodeJson(schema, undefined) as T;
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    throw invalidParameter(`unsupported Content-Type header (${contentType}): must be 'application/json'`);
  }
  if (body.length === 0) return decodeJson(schema, undefined) as T;
  try {
    return decodeJson(schema, JSON.parse(new TextDecoder().decode(body))) as T;
  } catch (error) {
    throw invalidParameter(`invalid JSON: ${(error as Error).message}`);
  }
}
