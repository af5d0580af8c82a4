import { NotSimulatedError } from '../../../errors.ts';
import type { LineRange } from '../../dockerfile/node.ts';

/** A failure that knows the lines it comes from; the last line range told is the outermost. */
export class Located extends Error {
  override readonly name = 'Located';
  override readonly cause: Error;
  readonly places: readonly LineRange[];

  constructor(cause: Error, places: readonly LineRange[]) {
    super(cause.message);
    this.cause = cause;
    this.places = places;
  }
}

/** Runs `action`; what it throws is known to come from these lines. */
export function at<T>(lines: LineRange | undefined, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw locate(error, lines);
  }
}

/** The error with these lines before those it has. */
export function locate(error: unknown, lines: LineRange | undefined): unknown {
  if (lines === undefined || !(error instanceof Error) || error instanceof NotSimulatedError) return error;
  if (error instanceof Located) return new Located(error.cause, [lines, ...error.places]);
  return new Located(error, [lines]);
}
