import { type DockerError, invalidParameter } from '../../engine/errors.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { headerOf } from '../../exchange/exchange.ts';
import { decodeJson, GoJsonError } from '../../support/go-json/decode.ts';
import type { Schema } from '../../support/go-json/schema.ts';
import { zeroOf } from '../../support/go-json/zero.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { parseMediaType } from './content-type.ts';

/** How an operation reads its body, where that differs from moby's httputils.ReadJSON. */
export interface JsonOptions {
  /** Reads as moby runconfig/config.go does (create, commit): an empty body is refused too. */
  readonly emptyRefused?: boolean;
  /** What an empty body is refused with, instead of being one without fields. */
  readonly emptyBody?: DockerError;
  /** What stands for the root type in errors about its fields; default: the schema's name. */
  readonly root?: string;
}

/** The whole body of a request. */
export const readBody = (exchange: Exchange): Promise<Uint8Array> => joinChunks(exchange.body);

/** The body, after its declared type was found to be JSON (moby httputils.CheckForJSON). Nothing needs no type. */
async function readJsonBytes(exchange: Exchange): Promise<Uint8Array> {
  const contentType = headerOf(exchange.headers, 'Content-Type') ?? '';
  // What is wrong with the body's framing reaches Go's JSON decoder as a read error.
  const body = await readBody(exchange).catch((error: Error) => {
    throw invalidParameter(`invalid JSON: ${error.message}`);
  });
  if (contentType === '' && isNothing(exchange, body)) return body;
  const parsed = parseMediaType(contentType);
  if ('problem' in parsed) {
    throw invalidParameter(`malformed Content-Type header (${contentType}): ${parsed.problem}`);
  }
  if (parsed.type !== 'application/json') {
    throw invalidParameter(`unsupported Content-Type header (${contentType}): must be 'application/json'`);
  }
  return body;
}

/** moby api/server/httputils/httputils.go, ReadJSON, and runconfig/config.go, loadJSON. */
export async function readJson<T>(
  exchange: Exchange,
  schema: Schema<T> | Schema,
  options: JsonOptions = {},
): Promise<T> {
  const body = await readJsonBytes(exchange);
  if (!options.emptyRefused && isNothing(exchange, body)) {
    if (options.emptyBody !== undefined) throw options.emptyBody;
    return zeroOf(schema) as T;
  }
  try {
    return decodeJson(body, schema, options.root) as T;
  } catch (error) {
    if (!(error instanceof GoJsonError)) throw error;
    if (error.problem === 'trailing') throw invalidParameter(error.message);
    const detail = error.problem === 'empty' ? 'got EOF while reading request body' : error.message;
    throw invalidParameter(`invalid JSON: ${detail}`);
  }
}

/** Go's server calls an empty chunked body -1 bytes long, not 0. */
function isNothing({ headers }: Exchange, body: Uint8Array): boolean {
  return body.length === 0 && headerOf(headers, 'Transfer-Encoding') === undefined;
}
