/** Lines of a Dockerfile, counted from 1, both included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** What a failure is about: clients print these lines of the text beside the sentence (buildkit solver/errdefs, Source). */
export interface ErrorSource {
  readonly filename: string;
  readonly text: string;
  readonly ranges: readonly LineRange[];
}

/** A build that failed at lines of its Dockerfile. `cause` is what happened, with its kind; the sentence is the same. */
export class SolveFailure extends Error {
  override readonly name = 'SolveFailure';
  override readonly cause: Error;
  readonly source: ErrorSource;

  constructor(cause: Error, source: ErrorSource) {
    super(cause.message);
    this.cause = cause;
    this.source = source;
  }
}
