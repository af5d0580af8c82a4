import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { SpawnRequest, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { copyState, type Frame, ShellError, type ShellState } from './state.ts';
import type { Node } from './syntax.ts';
import { exportedVariables } from './variables.ts';

/** What the program `sh` is spawned with when it is not a new shell: plain data. */
export type SubshellStart =
  | { readonly kind: 'subshell'; readonly node: Node | null; readonly state: ShellState }
  | { readonly kind: 'resume'; readonly frames: readonly Frame[]; readonly state: ShellState }
  | { readonly kind: 'interactive'; readonly history: readonly string[]; readonly state: ShellState }
  | { readonly kind: 'write'; readonly data: Uint8Array };

/** A child's descriptors: those the user knows of, some replaced. */
export function childDescriptors(
  shell: ShellState,
  replaced: Readonly<Record<number, number>> = {},
): Record<number, number> {
  const fds: Record<number, number> = {};
  for (const fd of shell.descriptors) fds[fd] = fd;
  return { ...fds, ...replaced };
}

export interface SubshellOptions {
  readonly fds?: Readonly<Record<number, number>>;
  readonly background?: boolean;
  /** With job control: 0 for a group of its own, or the group to join. */
  readonly pgid?: number;
  readonly foreground?: boolean;
}

/** Starts a copy of this shell that runs one node and exits. Returns its pid. */
export function* spawnSubshell(
  shell: ShellState,
  node: Node | null,
  options: SubshellOptions = {},
): Sys<number> {
  const state = copyState(shell);
  state.isSubshell = true;
  state.catchesInterrupt = false;
  state.isInteractive = false;
  state.options.monitor = false;
  state.pendingSignals.length = 0;
  state.frames.length = 0;
  state.pinned = 0;
  state.loopDepth = 0;
  for (const job of state.jobs) job.reported = true;
  for (const [signal, command] of state.traps) if (command !== '') state.traps.delete(signal);
  const start: SubshellStart = { kind: 'subshell', node, state };
  const ignoresInterrupts = options.background && !shell.options.monitor;
  return yield* fork({
    image: { program: 'sh', start },
    argv: shell.argv,
    env: exportedVariables(shell),
    fds: options.fds ?? childDescriptors(shell),
    ...(options.pgid === undefined ? {} : { pgid: options.pgid }),
    ...(options.foreground ? { foreground: true } : {}),
    ...(ignoresInterrupts ? { ignore: [2, 3] } : {}),
  });
}

/** Starts a process. Where there may be no more of them, that ends the shell; other failures are the caller's. */
export function* fork(request: SpawnRequest): Sys<number> {
  const pid = yield* outcome(sys.spawn(request));
  if (!(pid instanceof Errno)) return pid;
  if (pid.code === 'EAGAIN') throw new ShellError(`can't fork: ${pid.message}`);
  throw pid;
}

/** Feeds a here-document that is larger than a pipe. */
export function* spawnWriter(shell: ShellState, fd: number, data: Uint8Array): Sys<void> {
  const start: SubshellStart = { kind: 'write', data };
  yield* fork({ image: { program: 'sh', start }, argv: shell.argv, env: {}, fds: { 1: fd } });
}
