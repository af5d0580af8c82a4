import { SIGNAL_NUMBERS, type Signal } from '../process/signal.ts';

/** Number and name, in order, as `kill -l` lists them. */
export const SIGNAL_LIST: readonly (readonly [Signal, string])[] = Object.entries(SIGNAL_NUMBERS)
  .map(([name, number]) => [number, name] as const)
  .concat([
    [34, 'RTMIN'],
    [64, 'RTMAX'],
  ] as never[]);

const NUMBERS: ReadonlyMap<string, Signal> = new Map(SIGNAL_LIST.map(([number, name]) => [name, number]));
const NAMES: ReadonlyMap<Signal, string> = new Map(SIGNAL_LIST);

/** `15`, `TERM`, `SIGTERM`, `term`; 0 is allowed. */
export function signalNumber(text: string): Signal | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= 64 ? Number(text) : undefined;
  return NUMBERS.get(text.toUpperCase().replace(/^SIG/, ''));
}

export function signalName(signal: Signal): string {
  return NAMES.get(signal) ?? String(signal);
}
