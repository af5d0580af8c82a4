import { systemError } from '../../engine/errors.ts';
import { parseUnixTime } from '../../support/go-time.ts';

/**
 * `since` and `until`: seconds since 1970, with a fraction if need be. Undefined where nothing was asked for.
 * What is no number is an untyped error in dockerd, hence a 500.
 */
export function parseTimestampNs(text: string): bigint | undefined {
  if (text === '') return undefined;
  const parsed = parseUnixTime(text);
  if ('problem' in parsed) throw systemError(parsed.problem);
  return parsed.ns;
}
