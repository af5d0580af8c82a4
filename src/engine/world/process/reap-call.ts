import type { Handlers } from './kernel-core.ts';

/** Docker's filters by name: `{ label: ['org.testcontainers=true'] }`. */
export type ReapFilters = Readonly<Record<string, readonly string[]>>;

/** The clock's kind for removals that a process asked the daemon for. */
export const REAP_TIMER = 'reap';

export const reapCalls: Handlers<'reap'> = {
  reap({ kernel }, { filterSets }) {
    kernel.host.clock.schedule(REAP_TIMER, JSON.stringify(filterSets), 0n);
  },
};
