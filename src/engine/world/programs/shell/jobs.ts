import { Errno } from '../../process/errno.ts';
import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import { sys } from '../../process/sys.ts';
import type { Sys, Waited, WaitStatus } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { type Job, ShellExit, type ShellState } from './state.ts';

const { INT } = SIGNAL_NUMBERS;

/** What ash prints on stderr when a signal ended a command; INT and PIPE go without. */
const SIGNAL_TEXTS: Readonly<Record<number, string>> = {
  1: 'Hangup',
  3: 'Quit',
  4: 'Illegal instruction',
  5: 'Trace/breakpoint trap',
  6: 'Aborted',
  7: 'Bus error',
  8: 'Floating point exception',
  9: 'Killed',
  10: 'User defined signal 1',
  11: 'Segmentation fault',
  12: 'User defined signal 2',
  14: 'Alarm clock',
  15: 'Terminated',
  16: 'Stack fault',
  24: 'CPU time limit exceeded',
  25: 'File size limit exceeded',
  26: 'Virtual timer expired',
  27: 'Profiling timer expired',
  29: 'I/O possible',
  30: 'Power failure',
  31: 'Bad system call',
};

function exitCodeOf(status: WaitStatus): number {
  if ('exitCode' in status) return status.exitCode;
  return 128 + ('signal' in status ? status.signal : status.stopped);
}

export function signalText(code: number): string | undefined {
  return code > 128 ? SIGNAL_TEXTS[code - 128] : undefined;
}

/** A ^C reaches the shell and its child alike. */
function* takeInterrupts(shell: ShellState): Sys<void> {
  if (shell.catchesInterrupt) shell.pendingSignals.push(...(yield* sys.takeSignals()));
}

/** Waits for one child, whatever signals arrive meanwhile. Other children that end are noted. */
export function* waitFor(shell: ShellState, pid: number): Sys<number> {
  for (;;) {
    const known = shell.endedChildren.get(pid);
    if (known !== undefined) {
      shell.endedChildren.delete(pid);
      if (known === 128 + INT) yield* takeInterrupts(shell);
      return known;
    }
    const waited = yield* outcome(sys.wait(-1));
    if (waited instanceof Errno) {
      if (waited.code === 'EINTR') {
        yield* takeInterrupts(shell);
        continue;
      }
      return 127;
    }
    if (waited) noteEnded(shell, waited);
  }
}

/** Files a child's end under its job. */
export function noteEnded(shell: ShellState, { pid, status }: Waited): void {
  const job = shell.jobs.find(each => each.pids.includes(pid));
  if (!job) {
    shell.endedChildren.set(pid, exitCodeOf(status));
    return;
  }
  if ('stopped' in status) {
    job.stopped = true;
    return;
  }
  job.stopped = false;
  job.ended.set(pid, exitCodeOf(status));
  if (job.ended.size === job.pids.length) job.status = job.ended.get(job.pids.at(-1) ?? 0) ?? 0;
}

export function addJob(shell: ShellState, pids: readonly number[], text: string): Job {
  for (const job of shell.jobs.filter(each => each.waited)) dropJob(shell, job);
  const used = new Set(shell.jobs.filter(each => !each.reported).map(each => each.number));
  let number = 1;
  while (used.has(number)) number++;
  const job: Job = {
    number,
    pids,
    text,
    shown: shell.options.monitor ? text : '',
    waited: false,
    status: undefined,
    stopped: false,
    reported: false,
    ended: new Map(),
  };
  shell.jobs.push(job);
  return job;
}

export function dropJob(shell: ShellState, job: Job): void {
  const index = shell.jobs.indexOf(job);
  if (index >= 0) shell.jobs.splice(index, 1);
}

/** Waits in the foreground until the job ended or stopped. Returns its exit code. */
export function* waitForJob(shell: ShellState, job: Job): Sys<number> {
  while (job.status === undefined && !job.stopped) {
    const waited = yield* outcome(sys.wait(-1, { untraced: shell.options.monitor }));
    if (waited instanceof Errno) {
      if (waited.code !== 'EINTR') break;
      yield* takeInterrupts(shell);
      continue;
    }
    if (waited === undefined) continue;
    noteEnded(shell, waited);
    // Of a pipeline, each that a signal ended is told of; the last one below, once the terminal is the shell's again.
    const isEarlier = job.pids.includes(waited.pid) && waited.pid !== job.pids.at(-1);
    if (isEarlier && 'signal' in waited.status) yield* sayWhySignalled(shell, waited.exitCode);
  }
  if (shell.options.monitor) yield* takeTerminal();
  if (job.stopped) {
    yield* sys.write(1, `[${job.number}]+  Stopped                    ${job.text}\n`);
    return 128 + 20;
  }
  dropJob(shell, job);
  const code = job.status ?? 127;
  if (code === 128 + INT) yield* takeInterrupts(shell);
  yield* sayWhySignalled(shell, code);
  // ^C ends the whole command line, not only the program in the foreground.
  if (code === 130 && shell.isInteractive) throw new ShellExit(130, true);
  if (shell.options.pipefail) {
    return job.pids.map(pid => job.ended.get(pid) ?? 0).findLast(each => each !== 0) ?? 0;
  }
  return code;
}

export function* sayWhySignalled(shell: ShellState, code: number): Sys<void> {
  if (code === 130 && shell.isInteractive) yield* sys.write(2, '\n');
  const text = signalText(code);
  if (text !== undefined) yield* sys.write(2, `${text}\n`);
}

/** After a foreground job the terminal is the shell's again. */
function* takeTerminal(): Sys<void> {
  const pgid = yield* sys.getpgid(0);
  yield* outcome(sys.tcsetpgrp(0, pgid));
}

/** Collects children that ended, without waiting. */
export function* collectEnded(shell: ShellState): Sys<void> {
  for (;;) {
    const waited = yield* outcome(sys.wait(-1, { noHang: true, untraced: shell.options.monitor }));
    if (waited instanceof Errno || waited === undefined) return;
    noteEnded(shell, waited);
  }
}
