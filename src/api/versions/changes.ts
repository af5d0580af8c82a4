import type { ApiVersion } from './api-version.ts';

/**
 * What clients of older API versions see or send differently, against 1.51. One entry a change, applied around
 * the handlers, which know 1.51 alone. Entries come from moby's `versions.LessThan` comparisons.
 */
export interface Change {
  /** The first version that is as the handlers have it: older clients get the change. */
  readonly before: ApiVersion;
  /** The operations it is about. */
  readonly operations: readonly string[];
  /** A decoded body, brought to the newest form in place; throws what dockerd refuses below that version. */
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many types, each entry knows its own
  readonly request?: (body: any) => void;
  /** Query parameters that the older version does not have: as if they were not given. */
  readonly withoutQuery?: readonly string[];
  /** A JSON reply, or one message of a stream, in the older form. `undefined` leaves a message out. */
  // biome-ignore lint/suspicious/noExplicitAny: views of many shapes, each entry knows its own
  readonly reply?: (json: any) => unknown;
}
