import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt, outcome } from '../attempt.ts';
import { isRegular } from '../file-mode.ts';
import { report } from './complain.ts';
import { addJob, waitForJob } from './jobs.ts';
import type { SavedDescriptor } from './redirect.ts';
import type { Mode } from './run.ts';
import type { ShellState } from './state.ts';
import { childDescriptors, fork } from './subshell.ts';
import { getVariable } from './variables.ts';

type Environment = Readonly<Record<string, string>>;

/** Finds a command along PATH. Undefined: not there; `notExecutable`: there, but it cannot be run. */
export function* findCommand(
  shell: ShellState,
  name: string,
  path = getVariable(shell, 'PATH') ?? '/sbin:/usr/sbin:/bin:/usr/bin',
): Sys<{ path: string; notExecutable: boolean } | undefined> {
  if (name.includes('/')) return { path: name, notExecutable: false };
  const hashed = shell.hashed.get(name);
  if (hashed !== undefined) return { path: hashed, notExecutable: false };
  let refused: string | undefined;
  for (const directory of path.split(':')) {
    const file = directory === '' ? name : `${directory}/${name}`;
    const status = yield* attempt(sys.stat(file));
    if (!isRegular(status)) continue;
    if ((yield* outcome(sys.access(file, 1))) instanceof Errno) refused ??= file;
    else {
      shell.hashed.set(name, file);
      return { path: file, notExecutable: false };
    }
  }
  return refused === undefined ? undefined : { path: refused, notExecutable: true };
}

/** Runs a program and waits for it, or becomes it where nothing comes after. */
export function* runExternal(
  shell: ShellState,
  words: readonly string[],
  env: Environment,
  mode: Mode,
  saved: readonly SavedDescriptor[],
): Sys<number> {
  const name = words[0] ?? '';
  const found = yield* findCommand(shell, name, env.PATH);
  if (!found) return yield* refuse(shell, name, 'ENOENT');
  if (found.notExecutable) return yield* refuse(shell, name, 'EACCES');
  const becomes = mode.last && !shell.isInteractive && shell.traps.size === 0;
  if (becomes) for (const { copy } of saved) if (copy !== undefined) yield* sys.close(copy);
  const started = becomes
    ? yield* outcome(sys.exec(found.path, words, env))
    : yield* outcome(
        fork({
          image: { path: found.path },
          argv: words,
          env,
          fds: childDescriptors(shell),
          ...(shell.options.monitor ? { pgid: 0, foreground: true } : {}),
        }),
      );
  if (!(started instanceof Errno)) return yield* waitForJob(shell, addJob(shell, [started], words.join(' ')));
  const failed = started;
  if (failed.code === 'ENOEXEC') return yield* runAsScript(shell, found.path, words, env);
  shell.hashed.delete(name);
  return yield* refuse(shell, name, failed.code);
}

export function* refuse(shell: ShellState, name: string, code: Errno['code']): Sys<number> {
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  yield* report(shell, `${name}: ${isMissing ? 'not found' : new Errno(code).message}`);
  return isMissing ? 127 : 126;
}

/** An executable text without `#!` is a script of this shell. */
export function* runAsScript(
  shell: ShellState,
  path: string,
  words: readonly string[],
  env: Environment,
): Sys<number> {
  const argv = ['sh', path, ...words.slice(1)];
  const request = { image: { program: 'sh', start: undefined }, argv, env, fds: childDescriptors(shell) };
  const pid = yield* fork(request);
  return yield* waitForJob(shell, addJob(shell, [pid], words.join(' ')));
}
