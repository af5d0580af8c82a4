import type { Difference } from './compare.ts';

/** A difference in three lines: where it is, what was recorded, and what was answered now. */
export function describeDifference(difference: Difference): string {
  const { exchange, operation, target, where, recorded, actual } = difference;
  const shorten = (text: string) => (text.length > 400 ? `${text.slice(0, 400)}…` : text);
  const query = target.includes('?') ? decodeURIComponent(target.slice(target.indexOf('?'))) : '';
  return `#${exchange} ${operation}${query}: ${where}\n    recorded: ${shorten(recorded)}\n    now:      ${shorten(actual)}`;
}
