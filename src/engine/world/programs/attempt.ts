import { Errno } from '../process/errno.ts';
import type { Sys } from '../process/system-call.ts';

/** A system call's result, or undefined where it fails. */
export function* attempt<T>(call: Sys<T>): Sys<T | undefined> {
  const result = yield* outcome(call);
  return result instanceof Errno ? undefined : result;
}

/** A system call's result, or the Errno it fails with. */
export function* outcome<T>(call: Sys<T>): Sys<T | Errno> {
  try {
    return yield* call;
  } catch (error) {
    if (error instanceof Errno) return error;
    throw error;
  }
}
