import { systemError } from '../../engine/errors.ts';
import { parseGoInt } from '../../support/go-strconv.ts';

/**
 * `since` and `until`: seconds since 1970, with a fraction if need be (moby api/types/time, ParseTimestamps).
 * Undefined where nothing was asked for. What is no number is an untyped error in dockerd, hence a 500.
 */
export function parseTimestampNs(text: string): bigint | undefined {
  if (text === '') return undefined;
  const [whole = '', fraction] = text.split(/\.(.*)/s);
  const seconds = integer(whole);
  if (fraction === undefined) return seconds * 1_000_000_000n;
  const nanoseconds = Number(integer(fraction)) * 10 ** (9 - fraction.length);
  return seconds * 1_000_000_000n + BigInt(Math.trunc(nanoseconds));
}

function integer(text: string): bigint {
  const parsed = parseGoInt(text, 'ParseInt');
  if ('problem' in parsed) throw systemError(parsed.problem);
  return parsed.value;
}
