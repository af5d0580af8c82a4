import { invalidParameter } from '../../engine/errors.ts';
import type { WindowSize } from '../../engine/world/process/system-call.ts';
import { goQuote } from '../../support/go-strconv.ts';
import type { Query } from './query.ts';

/** The `h` and `w` of the resize operations (moby api/server/httputils/form.go, Uint32Value). */
export function terminalSize(query: Query): WindowSize {
  return { rows: uint32(query.text('h'), 'height'), columns: uint32(query.text('w'), 'width') };
}

function uint32(text: string, what: string): number {
  const fail = (why: string) => invalidParameter(`invalid resize ${what} ${goQuote(text)}: ${why}`);
  const digits = text.replace(/^-/, '');
  if (!/^\d+$/.test(digits)) throw fail('invalid syntax');
  const value = BigInt(digits);
  if (value > 0xffffffffn || text.startsWith('-')) throw fail('value out of range');
  return Number(value);
}
