import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { OpenFlags, Sys } from '../../process/system-call.ts';
import { attempt, outcome } from '../attempt.ts';
import { isRegular } from '../file-mode.ts';
import { encodeText } from '../text.ts';
import { expandString } from './expand.ts';
import { ShellError, type ShellState } from './state.ts';
import { spawnWriter } from './subshell.ts';
import type { Redirection } from './syntax.ts';

/** What a descriptor was before a redirection; no copy: it was closed. */
export interface SavedDescriptor {
  readonly fd: number;
  readonly copy: number | undefined;
}

/** How much can be written to a pipe that nobody reads yet. */
const PIPE_CAPACITY = 65_536;

/**
 * Carries out redirections and returns what undoes them. A failure undoes what was done and throws a ShellError with
 * status 1.
 */
export function* redirect(shell: ShellState, redirections: readonly Redirection[]): Sys<SavedDescriptor[]> {
  const saved: SavedDescriptor[] = [];
  try {
    for (const redirection of redirections) {
      const fds = redirection.op === '&>' ? [1, 2] : [redirection.fd];
      for (const fd of fds) {
        saved.push({ fd, copy: yield* attempt(sys.dup(fd, 10)) });
      }
      yield* apply(shell, redirection);
    }
  } catch (error) {
    yield* restore(shell, saved);
    throw error;
  }
  return saved;
}

export function* restore(shell: ShellState, saved: readonly SavedDescriptor[]): Sys<void> {
  for (const { fd, copy } of saved.toReversed()) {
    if (copy === undefined) {
      yield* attempt(sys.close(fd));
      shell.descriptors.delete(fd);
    } else {
      yield* attempt(sys.dup2(copy, fd));
      yield* attempt(sys.close(copy));
      shell.descriptors.add(fd);
    }
  }
}

/** Makes redirections stay (`exec >file`). */
export function* forget(saved: readonly SavedDescriptor[]): Sys<void> {
  for (const { copy } of saved) if (copy !== undefined) yield* sys.close(copy);
}

function* apply(shell: ShellState, redirection: Redirection): Sys<void> {
  const { fd } = redirection;
  if (redirection.op === '<<') {
    yield* here(shell, fd, yield* expandString(shell, redirection.body, 'none'));
    return;
  }
  const target = yield* expandString(shell, redirection.target);
  switch (redirection.op) {
    case '>&':
    case '<&':
      yield* duplicate(shell, fd, target);
      return;
    case '&>':
      yield* openAt(shell, 1, target, '>');
      yield* duplicate(shell, 2, '1');
      return;
    default:
      yield* openAt(shell, fd, target, redirection.op);
  }
}

const FLAGS: Readonly<Record<string, OpenFlags>> = {
  '<': { read: true },
  '>': { write: true, create: true, truncate: true },
  '>|': { write: true, create: true, truncate: true },
  '>>': { write: true, create: true, append: true },
  '<>': { read: true, write: true, create: true },
};

function* openAt(shell: ShellState, fd: number, path: string, op: string): Sys<void> {
  if (op === '>' && shell.options.noclobber && isRegular(yield* attempt(sys.stat(path)))) {
    throw new ShellError(`can't create ${path}: File exists`, 1);
  }
  const opened = yield* outcome(sys.open(path, FLAGS[op] ?? {}));
  if (opened instanceof Errno) throw new ShellError(openError(opened, path, op), 1);
  yield* place(shell, opened, fd);
}

function openError(error: Errno, path: string, op: string): string {
  const isRead = op === '<' || op === '<>';
  const missing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
  const reason = missing ? (op === '<' ? 'no such file' : 'nonexistent directory') : error.message;
  return `can't ${isRead && op === '<' ? 'open' : 'create'} ${path}: ${reason}`;
}

function* place(shell: ShellState, from: number, to: number): Sys<void> {
  if (from !== to) {
    yield* sys.dup2(from, to);
    yield* sys.close(from);
  }
  shell.descriptors.add(to);
}

function* duplicate(shell: ShellState, fd: number, target: string): Sys<void> {
  if (target === '-') {
    yield* attempt(sys.close(fd));
    shell.descriptors.delete(fd);
    return;
  }
  if (!/^\d+$/.test(target)) {
    // busybox takes >&file for &>file where the descriptor is 1.
    if (fd !== 1) throw new ShellError('syntax error: bad fd number');
    yield* openAt(shell, 1, target, '>');
    yield* duplicate(shell, 2, '1');
    return;
  }
  if (Number(target) === fd) return;
  const copied = yield* outcome(sys.dup2(Number(target), fd));
  if (copied instanceof Errno) throw new ShellError(`${target}: ${copied.message}`, 1);
  shell.descriptors.add(fd);
}

function* here(shell: ShellState, fd: number, text: string): Sys<void> {
  const data = encodeText(text);
  const [readEnd, writeEnd] = yield* sys.pipe();
  if (data.length <= PIPE_CAPACITY) yield* sys.write(writeEnd, data);
  else yield* spawnWriter(shell, writeEnd, data);
  yield* sys.close(writeEnd);
  yield* place(shell, readEnd, fd);
}
