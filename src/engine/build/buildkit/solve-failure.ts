import type { LineRange } from '../dockerfile/node.ts';

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
  /** One for each time that the place was noted: clients show each. */
  readonly sources: readonly ErrorSource[];

  constructor(cause: Error, sources: readonly ErrorSource[]) {
    super(cause.message);
    this.cause = cause;
    this.sources = sources;
  }
}
