import { invalidParameter, systemError } from '../../engine/errors.ts';
import type { Query } from './query.ts';

const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/** Go's strconv.Atoi and its untyped error, which dockerd answers with a 500. */
export function atoi(text: string): number {
  const fail = (why: string) => systemError(`strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`);
  if (!/^[+-]?\d+$/.test(text)) throw fail('invalid syntax');
  const value = BigInt(text.replace(/^\+/, ''));
  if (value < INT64.least || value > INT64.most) throw fail('value out of range');
  return Number(value);
}

/** moby api/server/httputils/form.go, Uint32Value, as the resize operations wrap it: `what` is `height` or `width`. */
export function uint32(query: Query, field: string, what: string): number {
  const text = query.text(field);
  const fail = (why: string) => invalidParameter(`invalid resize ${what} ${JSON.stringify(text)}: ${why}`);
  const digits = text.replace(/^-/, '');
  if (!/^\d+$/.test(digits)) throw fail('invalid syntax');
  const value = BigInt(digits);
  if (value > 0xffffffffn || text.startsWith('-')) throw fail('value out of range');
  return Number(value);
}
