import { AppendLog } from '../../../support/append-log.ts';
import type { Process } from './machine.ts';
import type { PlainData } from './system-call.ts';

/** A record longer than this is given up: the process goes on, but a copy of the engine cannot run it again. */
const MOST_RESULTS = 1_000_000;
const MOST_BYTES = 64 * 2 ** 20;

/** Keeps what a call gave, so that a copy of the process can be run again up to here. */
export function keep(process: Process, outcome: unknown): void {
  if (isGivenUp(process)) return;
  if (outcome instanceof Uint8Array) process.recordBytes += outcome.length;
  process.record.push(outcome);
  if (process.record.length > MOST_RESULTS || process.recordBytes > MOST_BYTES) {
    process.record = new AppendLog();
    process.recordBytes = Number.POSITIVE_INFINITY;
  }
}

export function isGivenUp({ recordBytes }: Process): boolean {
  return recordBytes === Number.POSITIVE_INFINITY;
}

/** From here on the program is begun anew with `start`. */
export function cutRecord(process: Process, start: PlainData): void {
  // Frozen, so that a copy of the engine shares it.
  process.start = typeof start === 'object' && start !== null ? Object.freeze(start) : start;
  process.record = new AppendLog();
  process.recordBytes = 0;
}
