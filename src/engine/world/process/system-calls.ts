import { PERSONA } from '../../system/persona.ts';
import { Errno } from './errno.ts';
import type { Handlers } from './kernel-core.ts';
import type { Machine } from './machine.ts';
import type { SystemNames } from './system-call.ts';

/** The simulated host's, as uname shows it. */
export const HOST_KERNEL = {
  system: 'Linux',
  release: PERSONA.kernelVersion,
  version: '#1 SMP PREEMPT_DYNAMIC Debian 6.1.158-1 (2025-11-09)',
  machine: PERSONA.machine,
} as const;

function systemNames(machine: Machine): SystemNames {
  return { ...HOST_KERNEL, node: machine.hostname, domain: machine.spec.domainname || '(none)' };
}

export const systemCalls: Handlers<'uname' | 'sethostname' | 'random' | 'unsimulated'> = {
  uname: ({ machine }) => systemNames(machine),
  // Needs CAP_SYS_ADMIN, which a container has only with --privileged.
  sethostname() {
    throw new Errno('EPERM');
  },
  random: ({ kernel }, { bytes }) => kernel.host.random.bytes('processes', bytes),
  unsimulated({ kernel, process }, { feature }) {
    kernel.host.noteUnsimulated(`${process.argv[0] ?? 'a program'}: ${feature}`);
  },
};
