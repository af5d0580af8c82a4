import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { kill } from '../kill.ts';
import { bufferedOutput } from '../output.ts';
import { numberArgument } from './builtin-options.ts';
import { collectEnded, dropJob, noteEnded, sayWhySignalled, signalText, waitForJob } from './jobs.ts';
import { type Job, ShellError, type ShellState } from './state.ts';

function findJob(shell: ShellState, word: string): Job {
  const jobs = shell.jobs.filter(each => !each.reported);
  const text = word.slice(1);
  let job: Job | undefined;
  if (text === '' || text === '%' || text === '+') job = jobs.at(-1);
  else if (text === '-') job = jobs.at(-2);
  else if (/^\d+$/.test(text)) job = jobs.find(each => each.number === Number(text));
  else if (text[0] === '?') job = jobs.find(each => each.text.includes(text.slice(1)));
  else job = jobs.find(each => each.text.startsWith(text));
  if (!job) throw new ShellError(`${word}: no such job`);
  return job;
}

export function* waitForJobs(shell: ShellState, argv: readonly string[]): Sys<number> {
  if (argv.length === 1) {
    while (shell.jobs.some(job => job.status === undefined && !job.stopped)) {
      const interrupted = yield* waitOnce(shell);
      if (interrupted !== undefined) return interrupted;
    }
    // Like ash, `wait` leaves them to be told of by `jobs`; the next background job takes their place.
    for (const job of shell.jobs) if (job.status !== undefined) job.waited = true;
    return 0;
  }
  let status = 0;
  for (const word of argv.slice(1)) {
    const pid = word[0] === '%' ? 0 : numberArgument(word);
    const job = word[0] === '%' ? findJob(shell, word) : shell.jobs.find(each => each.pids.includes(pid));
    if (!job) {
      status = 127;
      continue;
    }
    while (job.status === undefined && !job.stopped) {
      const interrupted = yield* waitOnce(shell);
      if (interrupted !== undefined) return interrupted;
    }
    status = job.status ?? 148;
    yield* sayWhySignalled(shell, status);
    job.waited = true;
  }
  return status;
}

/** Waits for one change. A caught signal ends it: what `wait` then returns. */
function* waitOnce(shell: ShellState): Sys<number | undefined> {
  const waited = yield* outcome(sys.wait(-1, { untraced: shell.options.monitor }));
  if (!(waited instanceof Errno)) {
    if (waited) noteEnded(shell, waited);
    return undefined;
  }
  if (waited.code !== 'EINTR') {
    for (const job of shell.jobs) job.status ??= 127;
    return undefined;
  }
  const signals = yield* sys.takeSignals();
  shell.pendingSignals.push(...signals);
  const caught = signals.find(signal => (shell.traps.get(signal) ?? '') !== '');
  return caught === undefined ? undefined : 128 + caught;
}

export function* jobs(shell: ShellState, argv: readonly string[]): Sys<number> {
  yield* collectEnded(shell);
  const out = bufferedOutput();
  const shown = shell.jobs.filter(job => !job.reported);
  for (const job of shown) {
    if (argv[1] === '-p') yield* out.text(`${job.pids[0]}\n`);
    else yield* out.text(`${jobLine(job, shown, argv[1] === '-l')}\n`);
    if (job.status !== undefined) dropJob(shell, job);
  }
  yield* out.flush();
  return 0;
}

/** `[1]+  Running                    sleep 5` */
export function jobLine(job: Job, jobs: readonly Job[], withPid = false): string {
  const mark = job === jobs.at(-1) ? '+' : job === jobs.at(-2) ? '-' : ' ';
  const pid = withPid ? `${job.pids[0]} ` : '';
  return `[${job.number}]${mark}  ${pid}${stateOf(job).padEnd(27)}${job.shown}`;
}

function stateOf(job: Job): string {
  if (job.stopped) return 'Stopped';
  if (job.status === undefined) return 'Running';
  if (job.status === 0) return 'Done';
  return signalText(job.status) ?? `Done(${job.status})`;
}

export function* foreground(shell: ShellState, argv: readonly string[]): Sys<number> {
  const job = continued(shell, argv[1]);
  yield* sys.write(1, `${job.text}\n`);
  const group = job.pids[0] ?? 0;
  yield* outcome(sys.tcsetpgrp(0, group));
  yield* outcome(sys.kill(-group, 18));
  return yield* waitForJob(shell, job);
}

export function* background(shell: ShellState, argv: readonly string[]): Sys<number> {
  const job = continued(shell, argv[1]);
  yield* sys.write(1, `[${job.number}] ${job.text}\n`);
  yield* outcome(sys.kill(-(job.pids[0] ?? 0), 18));
  return 0;
}

function continued(shell: ShellState, word: string | undefined): Job {
  const current = shell.jobs.filter(each => !each.reported);
  if (word === undefined && current.length === 0) throw new ShellError('No current job');
  const job = findJob(shell, word ?? '%+');
  if (!shell.options.monitor) throw new ShellError(`job ${word ?? '%+'} not created under job control`);
  job.stopped = false;
  return job;
}

/** kill, which knows `%1` besides pids. */
export function* killJob(shell: ShellState, argv: readonly string[]): Sys<number> {
  const words = argv.map((word, index) => {
    if (index === 0 || word[0] !== '%') return word;
    const pid = findJob(shell, word).pids[0] ?? 0;
    return String(shell.options.monitor ? -pid : pid);
  });
  const status = yield* kill(shell.arg0, words);
  // It may have been meant for this shell.
  if (shell.catchesInterrupt) shell.pendingSignals.push(...(yield* sys.takeSignals()));
  return status;
}
