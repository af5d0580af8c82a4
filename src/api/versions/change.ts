import type { DockerError } from '../../engine/errors.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import type { ApiReply, Call } from '../call.ts';

/**
 * What clients of other API versions send or see differently from 1.51, which is all that handlers know: one entry
 * a change, applied around the handler. The entries come from moby's comparisons of versions.
 */
export interface Change {
  /** For clients older than this version: `1.46`. */
  readonly before?: string;
  /** For clients of this version and newer ones: what older ones could still do. */
  readonly from?: string;
  readonly operations: readonly string[];
  /** Query parameters that count for nothing. */
  readonly ignoredQuery?: readonly string[];
  /** Looks at the query, or changes it. */
  readonly query?: (call: Call) => void;
  /** The exchange as a newer client would have made it; throws what is not simulated of an older one's. */
  readonly exchange?: (call: Call) => Exchange;
  /** What is done before the operation itself, and the call that is left to do. */
  readonly prepare?: (call: Call) => Promise<Call>;
  /** What was no error, or another one. */
  readonly failure?: (error: DockerError) => ApiReply | undefined;
  /** Adds to the decoded `filters`. */
  readonly filters?: (filters: Map<string, ReadonlyMap<string, boolean>>, call: Call) => void;
  /** A release's: what it does to a request comes after what the version does. */
  readonly last?: boolean;
  /** Changes a decoded body in place; throws what dockerd refuses in that version. */
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many types; each entry knows its own
  readonly request?: (body: any, call: Call) => void;
  /** A JSON reply, or one message of a stream, as that version has it; `undefined` leaves a message out. */
  // biome-ignore lint/suspicious/noExplicitAny: views of many shapes; each entry knows its own
  readonly reply?: (json: any, call: Call) => unknown;
  /** Media types that a stream of messages may have instead of JSON, where the client accepts one. */
  readonly mediaTypes?: readonly string[];
  /** The reply is sent once it is complete, not from its head on. */
  readonly whole?: boolean;
  /** A piece of a reply that is no JSON to the handler. */
  readonly text?: (piece: string) => string;
  /** A message of a stream as text: the stream is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: as for replies
  readonly told?: (message: any) => string;
  /** Streams of frames have their content alone. */
  readonly unframed?: boolean;
  /** What an empty body is, where it stands for one without fields: refused as this. */
  readonly emptyBody?: DockerError;
  /** The reply does not say of what type it is. */
  readonly untyped?: boolean;
  /** Streams of frames are called raw ones. */
  readonly rawStream?: boolean;
}
