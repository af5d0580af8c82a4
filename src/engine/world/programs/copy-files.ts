import { Errno, WriteError } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { FileStatus, Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import {
  BLOCK_DEVICE,
  CHARACTER_DEVICE,
  DIRECTORY,
  FIFO,
  isDirectory,
  SYMLINK,
  typeOf,
} from './file-mode.ts';
import { complain } from './output.ts';
import { joinPath } from './tree-walk.ts';

export interface CopyOptions {
  readonly recursive: boolean;
  readonly preserve: boolean;
  readonly force: boolean;
  /** Follow links: never, those named, always. */
  readonly follow: 'never' | 'named' | 'always';
  readonly verbose: boolean;
  readonly update?: boolean;
  readonly noClobber?: boolean;
  readonly hardLink?: boolean;
  readonly symLink?: boolean;
}

/** Copies a file or a tree; complains as `who`. Returns 1 where something failed. */
export function* copyFile(
  who: string,
  from: string,
  to: string,
  options: CopyOptions,
  named = true,
): Sys<number> {
  const follows = options.follow === 'always' || (options.follow === 'named' && named);
  const status = yield* outcome(follows ? sys.stat(from) : sys.lstat(from));
  if (status instanceof Errno) {
    yield* complain(`${who}: can't stat '${from}': ${status.message}`);
    return 1;
  }
  const there = yield* attempt(sys.stat(to));
  if (there && there.dev === status.dev && there.ino === status.ino) {
    yield* complain(`${who}: '${from}' and '${to}' are the same file`);
    return 1;
  }
  if (typeOf(status) === DIRECTORY) {
    if (!options.recursive) {
      yield* complain(`${who}: omitting directory '${from}'`);
      return 1;
    }
    return yield* copyDirectory(who, from, to, status, options);
  }
  if (there && options.noClobber) return 0;
  if (there && options.update && there.mtimeNs >= status.mtimeNs) return 0;
  const copied = yield* outcome(copyOne(from, to, status, options));
  if (copied instanceof Errno) {
    const what = copied instanceof WriteError ? 'write error' : `can't create '${to}'`;
    yield* complain(`${who}: ${what}: ${copied.message}`);
    return 1;
  }
  if (options.verbose) yield* sys.write(1, `'${from}' -> '${to}'\n`);
  if (options.preserve) yield* preserve(to, status);
  return 0;
}

function* copyDirectory(
  who: string,
  from: string,
  to: string,
  status: FileStatus,
  options: CopyOptions,
): Sys<number> {
  const there = yield* attempt(sys.stat(to));
  if (there && !isDirectory(there)) {
    yield* complain(`${who}: target '${to}' is not a directory`);
    return 1;
  }
  if (`${to}/`.startsWith(`${from}/`)) {
    yield* complain(`${who}: recursion detected, omitting directory '${from}'`);
    return 1;
  }
  if (!there) {
    const made = yield* outcome(sys.mkdir(to, (status.mode & 0o777) | 0o700));
    if (made instanceof Errno) {
      yield* complain(`${who}: can't create directory '${to}': ${made.message}`);
      return 1;
    }
  }
  let failures = 0;
  const entries = yield* outcome(sys.readdir(from));
  if (entries instanceof Errno) {
    yield* complain(`${who}: can't open '${from}': ${entries.message}`);
    return 1;
  }
  for (const { name } of entries) {
    failures |= yield* copyFile(who, joinPath(from, name), joinPath(to, name), options, false);
  }
  if (options.verbose) yield* sys.write(1, `'${from}' -> '${to}'\n`);
  if (options.preserve) yield* preserve(to, status);
  return failures;
}

function* copyOne(from: string, to: string, status: FileStatus, options: CopyOptions): Sys<void> {
  const type = typeOf(status);
  if (options.force || type === SYMLINK) yield* attempt(removeUnwritable(to, type === SYMLINK));
  if (options.hardLink) return yield* sys.link(from, to);
  if (options.symLink) return yield* sys.symlink(from, to);
  if (type === SYMLINK) return yield* sys.symlink(yield* sys.readlink(from), to);
  if ((type === CHARACTER_DEVICE || type === BLOCK_DEVICE || type === FIFO) && options.recursive) {
    return yield* sys.mknod(to, status.mode, status.rdev);
  }
  const input = yield* sys.open(from, { read: true });
  const output = yield* sys.open(to, { write: true, create: true, truncate: true }, status.mode & 0o777);
  for (;;) {
    const data = yield* sys.read(input);
    if (data.length === 0) break;
    yield* sys.write(output, data);
  }
  yield* sys.close(input);
  yield* sys.close(output);
}

function* removeUnwritable(path: string, always: boolean): Sys<void> {
  if (!always && (yield* attempt(sys.access(path, 2))) !== undefined) return;
  if (always) yield* sys.unlink(path);
}

function* preserve(path: string, status: FileStatus): Sys<void> {
  const isLink = typeOf(status) === SYMLINK;
  yield* attempt(sys.chown(path, status.uid, status.gid, false));
  if (!isLink) yield* attempt(sys.chmod(path, status.mode & 0o7777));
  yield* attempt(sys.utimes(path, status.mtimeNs, false));
}
