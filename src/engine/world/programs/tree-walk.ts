import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { FileStatus, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { isDirectory } from './file-mode.ts';
import { complain } from './output.ts';

/** Which symbolic links to directories a walk goes into. */
export type Follow = 'nothing' | 'arguments' | 'links';

export interface Visitor {
  /** Default `nothing`. */
  readonly follow?: Follow;
  /** Before a directory's entries. False: do not go into it. */
  enter?(path: string, status: FileStatus): Sys<boolean>;
  /** A directory after its entries, and every other file. */
  visit(path: string, status: FileStatus): Sys<void>;
  /** A file that could not be looked at. */
  failed(path: string, error: Errno): Sys<void>;
}

/** Walks a tree in the order of names. */
export function* walkTree(path: string, visitor: Visitor, isArgument = true): Sys<void> {
  const { follow = 'nothing' } = visitor;
  const isFollowed = follow === 'links' || (follow === 'arguments' && isArgument);
  const status = yield* outcome(isFollowed ? sys.stat(path) : sys.lstat(path));
  if (status instanceof Errno) {
    yield* visitor.failed(path, status);
    return;
  }
  if (isDirectory(status)) {
    if (visitor.enter && !(yield* visitor.enter(path, status))) return;
    const entries = yield* outcome(sys.readdir(path));
    if (entries instanceof Errno) yield* visitor.failed(path, entries);
    else for (const entry of entries) yield* walkTree(joinPath(path, entry.name), visitor, false);
  }
  yield* visitor.visit(path, status);
}

export function joinPath(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

export function baseName(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) || '/';
}

/** Complains about a failed call and tells so by its status. */
export function* tryOr(who: string, what: string, call: Sys<unknown>): Sys<number> {
  const failed = yield* outcome(call);
  if (!(failed instanceof Errno)) return 0;
  yield* complain(`${who}: ${what}: ${failed.message}`);
  return 1;
}
