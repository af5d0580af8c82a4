import type { Engine } from '../../../engine/engine.ts';
import type { LegacyRelease } from '../../../engine/system/persona-legacy.ts';
import type { Exchange, Reply } from '../../../exchange/exchange.ts';
import { decodeJson, GoJsonError } from '../../../support/go-json/decode.ts';
import type { Schema } from '../../../support/go-json/schema.ts';
import type { ApiReply } from '../../call.ts';
import { readBody } from '../../wire/body.ts';
import type { Query } from '../../wire/query.ts';
import { LegacyError } from './legacy-error.ts';

/** A request to a daemon of 2013. */
export interface LegacyCall {
  readonly engine: Engine;
  readonly release: LegacyRelease;
  /** The API version whose form the daemon answers in: 1.0 to 1.4. */
  readonly form: number;
  /** The version that the client asked for, which few places of a release's source compared. */
  readonly version: number;
  readonly params: Readonly<Record<string, string>>;
  /** With the fields of a form before it. */
  readonly query: Query;
  readonly exchange: Exchange;
}

/** A whole reply for what takes the connection over: its head is not like the others'. */
export type LegacyReply = ApiReply | { readonly whole: Reply };

export type LegacyHandler = (call: LegacyCall) => LegacyReply | Promise<LegacyReply>;

/** `1 t T TRUE true True` since 0.4.5, before that `1` and any `true`; what is neither is a 400 (api.go, getBoolParam). */
export function boolOf({ query, form }: LegacyCall, name: string): boolean {
  const value = query.text(name);
  const text = form < 1.3 ? value.toLowerCase() : value;
  if (['', '0', 'false', ...(form < 1.3 ? [] : ['f', 'F', 'FALSE', 'False'])].includes(text)) return false;
  if (['1', 'true', ...(form < 1.3 ? [] : ['t', 'T', 'TRUE', 'True'])].includes(text)) return true;
  throw new LegacyError('Bad parameter');
}

/** A whole number; `otherwise` for what is none. */
export function intOf({ query }: LegacyCall, name: string, otherwise: number): number {
  const text = query.text(name);
  return /^[+-]?\d+$/.test(text) ? Number(text) : otherwise;
}

/** The body's first JSON value, whatever its content type: keys in any case, unknown ones ignored. */
export async function jsonOf<T>({ exchange }: LegacyCall, schema: Schema<T>): Promise<T> {
  const body = await readBody(exchange);
  try {
    return decodeJson(body, schema, '') as T;
  } catch (error) {
    if (!(error instanceof GoJsonError)) throw error;
    throw new LegacyError(error.problem === 'empty' ? 'EOF' : error.message);
  }
}
