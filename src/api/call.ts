import type { Engine } from '../engine/engine.ts';
import type { Filters } from '../engine/filters.ts';
import type { Exchange, HijackedStream, RawHeaders } from '../exchange/exchange.ts';
import type { Schema } from '../support/go-json/schema.ts';
import type { JsonOptions } from './wire/body.ts';
import type { Query } from './wire/query.ts';

/** One request to one operation, in the newest API version's form. */
export interface Call {
  readonly engine: Engine;
  /** The newest API version this daemon says it speaks. */
  readonly maxVersion: string;
  /** The path's parameters, decoded: `{ name: 'web' }`. */
  readonly params: Readonly<Record<string, string>>;
  /** The query; with a form's fields before it where the body is a form. Already checked, unless `looseQuery`. */
  readonly query: Query;
  readonly exchange: Exchange;
  /** The JSON body decoded as dockerd decodes it: content type checked, Go's error sentences. */
  json<T>(schema: Schema<T> | Schema, options?: JsonOptions): Promise<T>;
  /** The query's `filters`; throws Docker's sentence for what is none. */
  filters(): Filters;
}

/** What an operation answers, before the version's downgrade, common headers and encoding. */
export type ApiReply =
  | { readonly status: number; readonly headers?: RawHeaders; readonly json: unknown }
  | {
      readonly status: number;
      readonly headers?: RawHeaders;
      readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
      /** Nothing is said of the body's type, not even what Go would make of its first bytes. */
      readonly untyped?: boolean;
    }
  | {
      readonly status: number;
      /** Written by hand after the connection was taken over, as dockerd's attach writes an error: nothing is added. */
      readonly raw: { readonly headers: RawHeaders; readonly body: Uint8Array };
    }
  | {
      readonly status: number;
      readonly headers?: RawHeaders;
      /** A stream of JSON messages, each sent as soon as it is there. */
      readonly messages: Iterable<unknown> | AsyncIterable<unknown>;
      /** What ends each message: `\n` (default: events, stats), or `\r\n` (progress: pull, push, build). */
      readonly messageEnd?: '\n' | '\r\n';
      /** Of the stream, where that is not plain JSON; a JSON text sequence has a record separator before each. */
      readonly contentType?: string;
    }
  | {
      /** The whole head of a 101, with its usual reason phrase. */
      readonly headers: RawHeaders;
      readonly takeOver: (stream: HijackedStream) => void;
    }
  | {
      /** Content type of the stream: multiplexed or raw. 101 or 200 is decided from the request. */
      readonly contentType: string;
      /** Without the headers that every other reply bears, as dockerd's attach writes it. */
      readonly bare?: true;
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
  readonly handle?: Handler;
  /** dockerd's handler does not call ParseForm: a malformed query is no error, its bad parts are just not there. */
  readonly looseQuery?: boolean;
}
