import type { Engine } from '../engine/engine.ts';
import type { Exchange, HijackedStream, RawHeaders } from '../exchange/exchange.ts';
import type { StructSchema } from '../support/go-json/schema.ts';
import type { ApiVersion } from './versions/api-version.ts';
import type { Query } from './wire/query.ts';

/** One request to one operation, in the newest API version's form. */
export interface Call {
  readonly engine: Engine;
  /** The version spoken with this client: from the path, or the newest. */
  readonly version: ApiVersion;
  /** The path's parameters, decoded: `{ name: 'web' }`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly exchange: Exchange;
  /** The JSON body decoded as dockerd decodes it: content type checked, Go's error sentences. */
  json<T>(schema: StructSchema, options?: { optional?: boolean }): Promise<T>;
}

/** What an operation answers, before the version's downgrade, common headers and encoding. */
export type ApiReply =
  | { readonly status: number; readonly headers?: RawHeaders; readonly json: unknown }
  | {
      readonly status: number;
      readonly headers?: RawHeaders;
      readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
    }
  | {
      /** Content type of the stream: multiplexed or raw. 101 or 200 is decided from the request. */
      readonly contentType: string;
      readonly hijack: (stream: HijackedStream) => void;
    };

export type Handler = (call: Call) => ApiReply | Promise<ApiReply>;

/** One operation of the API. Without a `handle` it is not simulated: a loud 501. */
export interface Route {
  /** The operationId of the published specification: `ContainerRename`. */
  readonly operation: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** `/containers/{name}/json`; `{name:.*}` takes slashes. */
  readonly path: string;
  /** The API version that brought it, where that is newer than 1.51: `1.53`. Not routed below it. */
  readonly since?: string;
  readonly handle?: Handler;
}
