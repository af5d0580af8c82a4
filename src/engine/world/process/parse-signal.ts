import { invalidParameter } from '../../errors.ts';
import { SIGNAL_NUMBERS, type Signal } from './signal.ts';

const REAL_TIME_MIN = 34;
const REAL_TIME_MAX = 64;

/** Names that Docker knows besides Linux's own (github.com/moby/sys/signal, signal_linux.go). */
const names = new Map<string, Signal>([
  ...Object.entries(SIGNAL_NUMBERS),
  ['CLD', SIGNAL_NUMBERS.CHLD],
  ['IOT', SIGNAL_NUMBERS.ABRT],
  ['POLL', SIGNAL_NUMBERS.IO],
  ['RTMIN', REAL_TIME_MIN],
  ['RTMAX', REAL_TIME_MAX],
]);
for (let offset = 1; offset <= 15; offset += 1) names.set(`RTMIN+${offset}`, REAL_TIME_MIN + offset);
for (let offset = 1; offset <= 14; offset += 1) names.set(`RTMAX-${offset}`, REAL_TIME_MAX - offset);

/** `SIGTERM`, `term` or `15`. Numbers are taken unchecked, as Docker's stop takes them. */
export function parseSignal(text: string): Signal {
  if (/^[+-]?\d+$/.test(text)) {
    const number = Number(text);
    if (number === 0) throw invalidParameter(`invalid signal: ${text}`);
    return number;
  }
  const number = names.get(text.toUpperCase().replace(/^SIG/, ''));
  if (number === undefined) throw invalidParameter(`invalid signal: ${text}`);
  return number;
}

/** Whether the number is that of one of the signals that Docker names. */
export function isKnownSignal(signal: Signal): boolean {
  return [...names.values()].includes(signal);
}
