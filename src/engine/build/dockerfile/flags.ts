import { invalidParameter } from '../../errors.ts';
import { suggestion } from './suggest.ts';

export type FlagKind = 'bool' | 'string' | 'strings';

/** The flags that were used, by name without dashes: their values, `true` or `false` for a bool. */
export type Flags = ReadonlyMap<string, readonly string[]>;

/** Reads an instruction's flags (buildkit frontend/dockerfile/instructions/bflag.go). */
export function parseFlags(given: readonly string[], known: Readonly<Record<string, FlagKind>>): Flags {
  const used = new Map<string, string[]>();
  for (const text of given) {
    const equals = text.indexOf('=');
    const shown = equals < 0 ? text : text.slice(0, equals);
    const value = equals < 0 ? undefined : text.slice(equals + 1);
    const name = shown.slice(2);
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (kind === undefined) {
      throw invalidParameter(`unknown flag: ${shown}${suggestion(name, Object.keys(known), true)}`);
    }
    const before = used.get(name);
    if (before !== undefined && kind !== 'strings') {
      throw invalidParameter(`duplicate flag specified: ${shown}`);
    }
    if (value === undefined ? kind !== 'bool' : kind === 'bool' && value === '') {
      throw invalidParameter(`missing a value on flag: ${shown}`);
    }
    used.set(name, [...(before ?? []), kind === 'bool' ? boolean(shown, value) : (value as string)]);
  }
  return used;
}

function boolean(shown: string, value = 'true'): string {
  const lower = value.toLowerCase();
  if (lower === 'true' || lower === 'false') return lower;
  throw invalidParameter(`expecting boolean value for flag ${shown}, not: ${value}`);
}
