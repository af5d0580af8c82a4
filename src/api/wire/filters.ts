import { invalidParameter } from '../../engine/errors.ts';
import { type Filters, noFilters } from '../../engine/filters.ts';

/**
 * The `filters` parameter: `{"label":{"a=b":true}}`, or the older `{"label":["a=b"]}`
 * (moby api/types/filters/parse.go, FromJSON). One form has to hold for the whole of it.
 */
export function decodeFilters(text: string): Filters {
  if (text === '') return noFilters;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalidParameter('invalid filter');
  }
  if (parsed === null) return noFilters;
  if (typeof parsed !== 'object' || Array.isArray(parsed)) throw invalidParameter('invalid filter');
  const entries = Object.entries(parsed);
  const filters = decodeAll(entries, valuesOfSet) ?? decodeAll(entries, valuesOfList);
  if (filters === undefined) throw invalidParameter('invalid filter');
  return filters;
}

type Values = ReadonlyMap<string, boolean>;

function decodeAll(
  entries: readonly [string, unknown][],
  decode: (values: unknown) => Values | undefined,
): Filters | undefined {
  const filters = new Map<string, Values>();
  for (const [name, given] of entries) {
    const values = given === null ? new Map() : decode(given);
    if (values === undefined) return undefined;
    filters.set(name, values);
  }
  return filters;
}

function valuesOfSet(given: unknown): Values | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const values = Object.entries(given);
  if (values.some(([, value]) => value !== null && typeof value !== 'boolean')) return undefined;
  return new Map(values.map(([name, value]) => [name, value === true]));
}

function valuesOfList(given: unknown): Values | undefined {
  if (!Array.isArray(given) || given.some(value => value !== null && typeof value !== 'string'))
    return undefined;
  return new Map(given.map(value => [value ?? '', true]));
}
