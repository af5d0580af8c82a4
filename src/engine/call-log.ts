/** One call of an operation, as a test asks about it afterwards. */
export interface EngineCall {
  /** The operationId of Docker's specification: `ContainerCreate`. */
  readonly operation: string;
  readonly method: string;
  /** Path and query as sent: `/v1.51/containers/create?name=web`. */
  readonly target: string;
  /** The path's, decoded: `{ name: 'web' }`. */
  readonly params: Readonly<Record<string, string>>;
  /** The JSON body, decoded as Docker does: what was left out has its zero value. Undefined before it was read. */
  readonly body: unknown;
  /** Of the answer, 101 for a stream that was taken over; undefined until there is one. */
  readonly status: number | undefined;
  /** Docker's sentence, where the answer was an error. */
  readonly error: string | undefined;
  /** The id of what the call made. */
  readonly createdId: string | undefined;
}

/** How many calls are kept: a test makes fewer, and a server that runs for days must not keep them all. */
const MOST_CALLS = 10_000;

/** A call while it is being answered. */
export type NotedCall = { -readonly [Key in keyof EngineCall]: EngineCall[Key] };

/** What was asked of an engine, oldest first. Not part of its state: a fork begins with none. */
export class CallLog {
  readonly #calls: NotedCall[] = [];

  get calls(): readonly EngineCall[] {
    return this.#calls;
  }

  /** What comes to be known of the call later is written into it. */
  add(call: NotedCall): void {
    // A whole part at once, so that a full log costs next to nothing a call.
    if (this.#calls.length >= MOST_CALLS) this.#calls.splice(0, MOST_CALLS / 10);
    this.#calls.push(call);
  }
}
