import { type CallContext, type Handlers, WAITS } from './kernel-core.ts';

/** The timer kind under which the kernel wakes who waits for a time; the key is `machine/pid`. */
export const PROCESS_TIMER = 'process';

/**
 * Sets the time at which the call gives up waiting, where it has none yet, and tells whether that time has come.
 * Without a time it never comes.
 */
export function deadline(
  { kernel, machine, process }: CallContext,
  ns: bigint | undefined,
): 'passed' | 'waiting' {
  if (ns === undefined) return 'waiting';
  const { clock } = kernel.host;
  if (process.untilNs === undefined) {
    const delayNs = ns > 0n ? ns : 0n;
    process.timer = clock.schedule(PROCESS_TIMER, `${machine.id}/${process.pid}`, delayNs);
    process.untilNs = clock.lastNs() + delayNs;
    return delayNs === 0n ? 'passed' : 'waiting';
  }
  return clock.lastNs() >= process.untilNs ? 'passed' : 'waiting';
}

export const timeCalls: Handlers<'sleep' | 'now' | 'uptime' | 'pause' | 'pass'> = {
  sleep: (context, { ns }) => (deadline(context, ns) === 'passed' ? undefined : WAITS),
  now: ({ kernel }) => kernel.host.clock.nowNs(),
  uptime: ({ kernel: { host } }) => host.clock.lastNs() - host.state.kernel.bootedNs,
  pass: () => undefined,
  pause: ({ process }) => (process.caught.length > 0 ? undefined : WAITS),
};
