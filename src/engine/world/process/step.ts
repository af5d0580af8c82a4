import { descriptorCalls } from './descriptor-calls.ts';
import { Errno, type ErrnoCode } from './errno.ts';
import { fileCalls } from './file-calls.ts';
import { type CallContext, type Handler, type Handlers, type KernelCore, WAITS } from './kernel-core.ts';
import type { LivePrograms } from './live-programs.ts';
import type { Process } from './machine.ts';
import { memoryCalls } from './memory-calls.ts';
import { networkCalls } from './network-calls.ts';
import { processCalls } from './process-calls.ts';
import { endProcess } from './process-end.ts';
import { reapCalls } from './reap-call.ts';
import { keep } from './record.ts';
import { SIGNAL_NUMBERS } from './signal.ts';
import { REPLACED } from './spawn.ts';
import { HOST_READY, type Running, type SystemCall } from './system-call.ts';
import { systemCalls } from './system-calls.ts';
import { terminalCalls } from './terminal-calls.ts';
import { timeCalls } from './time-calls.ts';

const handlers: Handlers<SystemCall['call']> = {
  ...descriptorCalls,
  ...fileCalls,
  ...processCalls,
  ...timeCalls,
  ...terminalCalls,
  ...systemCalls,
  ...networkCalls,
  ...memoryCalls,
  ...reapCalls,
};

/** 64 bytes of path count as a step. */
const PATH_A_STEP = 6;

/** What the record keeps of a call that failed. */
interface Failure {
  readonly errno: ErrnoCode;
}

/** Runs a process for at most `most` system calls, until it waits, stops or ends. Returns how many it made. */
export function runProcess(context: CallContext, live: LivePrograms, most: number): number {
  const { process, kernel } = context;
  let steps = 0;
  while (steps < most && process.status === 'ready' && !kernel.isSpent) {
    steps += 1;
    if (process.call === undefined) {
      resume(context, () => live.get(context.machine, process).next());
      continue;
    }
    const running = liveProgram(context, live);
    const outcome = running === undefined ? WAITS : attempt(context, process.call);
    if (isOver(process)) return steps;
    if (outcome === WAITS) {
      if (process.status === 'ready') process.status = 'waiting';
      return steps;
    }
    if (outcome === REPLACED) continue;
    // An async program that waits for the host may yet come back to the call it was in before it was copied.
    if (outcome !== HOST_READY) settleCall(context.kernel, process);
    if (outcome !== HOST_READY && process.call.call !== 'checkpoint') keep(process, outcome);
    resume(context, () => answer(running as Running, outcome));
  }
  return steps;
}

/** Before the call is tried, since `checkpoint` and `exec` change what the program would be run again from. */
function liveProgram(context: CallContext, live: LivePrograms): Running | undefined {
  try {
    return live.get(context.machine, context.process);
  } catch (error) {
    fault(context, error);
    return undefined;
  }
}

/** Hands a result to a program, or throws its failure into it. */
export function answer(running: Running, outcome: unknown): IteratorResult<SystemCall, number> {
  return isFailure(outcome) ? running.throw(new Errno(outcome.errno)) : running.next(outcome);
}

function isFailure(outcome: unknown): outcome is Failure {
  return typeof outcome === 'object' && outcome !== null && 'errno' in outcome;
}

const isOver = (process: Process) => process.status === 'ended';

/** Tries a call. What it throws becomes a failure; a call that would wait gives EINTR where a signal was caught. */
function attempt(context: CallContext, call: SystemCall): unknown {
  const { kernel, process } = context;
  // A walk through a deep tree is no quick call: it may not make others wait as if it were one.
  if ('path' in call) kernel.spend((call.path.length + process.cwd.length) >> PATH_A_STEP);
  try {
    const outcome = (handlers[call.call] as Handler<SystemCall['call']>)(context, call);
    if (outcome !== WAITS || isOver(process) || process.caught.length === 0 || call.call === 'host')
      return outcome;
    return process.progress > 0 ? process.progress : ({ errno: 'EINTR' } satisfies Failure);
  } catch (error) {
    if (error instanceof Errno) return { errno: error.code } satisfies Failure;
    fault(context, error);
    return undefined;
  }
}

function settleCall(kernel: KernelCore, process: Process): void {
  process.progress = 0;
  process.untilNs = undefined;
  if (process.timer === 0) return;
  kernel.host.clock.cancel(process.timer);
  process.timer = 0;
}

/** Lets the program run up to its next call. A program that throws has a fault: it ends, the engine goes on. */
function resume(context: CallContext, go: () => IteratorResult<SystemCall, number>): void {
  const { kernel, machine, process } = context;
  try {
    const next = go();
    if (next.done !== true) {
      process.call = next.value;
      return;
    }
    endProcess(kernel, machine, process, { exitCode: (next.value ?? 0) & 0xff });
  } catch (error) {
    fault(context, error);
  }
}

/** As if it had touched memory that is not its own: 139. */
function fault(context: CallContext, error: unknown): void {
  const { kernel, machine, process } = context;
  const name = process.argv[0] ?? process.program;
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  kernel.host.noteUnsimulated(`fault in ${name}: ${reason}`);
  const detail = error instanceof Error ? (error.stack ?? reason) : reason;
  const data = new TextEncoder().encode(`dockless: ${name} failed inside dockless: ${detail}\n`);
  process.progress = 0;
  try {
    if (process.fds.has(2)) descriptorCalls.write(context, { call: 'write', fd: 2, data, some: false });
  } catch {
    // Its stderr is gone as well.
  }
  endProcess(kernel, machine, process, { signal: SIGNAL_NUMBERS.SEGV });
}
