import { invalidParameter } from '../../engine/errors.ts';
import type { Query } from './query.ts';

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
