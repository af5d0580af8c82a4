import { compileGoRegexp } from '../support/go-regexp.ts';
import { invalidParameter } from './errors.ts';

/** What a request filters by: by name, the values, each true unless the client said false (moby filters.Args). */
export type Filters = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

export const noFilters: Filters = new Map();

export function filterValues(filters: Filters, name: string): string[] {
  return [...(filters.get(name)?.keys() ?? [])];
}

/** Refuses a filter that the operation does not know. */
export function checkFilterNames(filters: Filters, accepted: ReadonlySet<string>): void {
  for (const name of filters.keys()) if (!accepted.has(name)) throw invalidFilter(name);
}

function invalidFilter(name: string, values?: readonly string[]) {
  const given = values === undefined ? '' : `=[${values.join(' ')}]`;
  return invalidParameter(`invalid filter '${name}${given}'`);
}

/** No such filter, or `text` is one of its values. */
export function matchesExactly(filters: Filters, name: string, text: string): boolean {
  const values = filters.get(name);
  return values === undefined || values.size === 0 || values.get(text) === true;
}

/** As `matchesExactly`, or one of the values is a prefix of `text`. */
export function matchesPrefix(filters: Filters, name: string, text: string): boolean {
  return (
    matchesExactly(filters, name, text) || filterValues(filters, name).some(value => text.startsWith(value))
  );
}

/** As `matchesExactly`, or one of the values, as a regular expression, is found in `text`: none in one that is none, as in moby. */
export function matchesPattern(filters: Filters, name: string, text: string): boolean {
  return (
    matchesExactly(filters, name, text) ||
    filterValues(filters, name).some(value => compileGoRegexp(value)?.test(text))
  );
}

/** Every value, `key` or `key=value`, is among `pairs`. */
export function matchesPairs(
  filters: Filters,
  name: string,
  pairs: Readonly<Record<string, string>> | null | undefined,
): boolean {
  return filterValues(filters, name).every(value => {
    const equals = value.indexOf('=');
    const key = equals < 0 ? value : value.slice(0, equals);
    if (!pairs || !Object.hasOwn(pairs, key)) return false;
    return equals < 0 || pairs[key] === value.slice(equals + 1);
  });
}

/** A filter that is true or false (`1`, `0`, `true`, `false`); refuses anything else, and both at once. */
export function flagFilter(filters: Filters, name: string, otherwise: boolean): boolean {
  const values = filters.get(name);
  if (values === undefined) return otherwise;
  if (values.size === 0) throw invalidFilter(name);
  const isFalse = values.get('0') === true || values.get('false') === true;
  const isTrue = values.get('1') === true || values.get('true') === true;
  if (isFalse === isTrue) throw invalidFilter(name, filterValues(filters, name));
  return isTrue;
}
