import type { Bindings } from './bindings.ts';
import { formOf, sameText } from './compare-text.ts';

/** Where two values differ, and how. `path` is dotted: `HostConfig.Binds[0]`. */
export interface JsonDifference {
  readonly path: string;
  readonly recorded: string;
  readonly actual: string;
}

export interface JsonComparison {
  readonly bindings: Bindings;
  /** Where a list's order says nothing: what to sort it by. */
  unordered(path: string): { readonly by?: string; readonly downBy?: string } | undefined;
  report(difference: JsonDifference): void;
}

const ABSENT = 'absent';

/** JSON with integers that a double cannot hold kept as bigint. */
export function parseJson(text: string): unknown {
  const reviver = (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? BigInt(context?.source as string)
      : value;
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
}

/** Compares path by path: types, values, which keys there are, and their order. */
export function compareJson(recorded: unknown, actual: unknown, comparison: JsonComparison, path = ''): void {
  if (Array.isArray(recorded) && Array.isArray(actual)) {
    compareLists(recorded, actual, comparison, path);
  } else if (isObject(recorded) && isObject(actual)) {
    compareObjects(recorded, actual, comparison, path);
  } else if (!sameValue(recorded, actual, comparison.bindings)) {
    comparison.report({ path, recorded: show(recorded), actual: show(actual) });
  }
}

function sameValue(recorded: unknown, actual: unknown, bindings: Bindings): boolean {
  if (typeof recorded !== 'string' || typeof actual !== 'string') return recorded === actual;
  return sameText(recorded, actual, bindings);
}

function compareLists(
  recorded: unknown[],
  actual: unknown[],
  comparison: JsonComparison,
  path: string,
): void {
  const unordered = comparison.unordered(path);
  if (unordered?.downBy !== undefined) compareOrder(recorded, actual, unordered.downBy, comparison, path);
  const { bindings } = comparison;
  const left =
    unordered === undefined ? recorded : sorted(recorded, unordered.by, id => bindings.actualOf(id));
  const right =
    unordered === undefined
      ? actual
      : sorted(actual, unordered.by, id => (bindings.isActual(id) ? id : undefined));
  if (left.length === right.length) {
    for (const [index, item] of left.entries())
      compareJson(item, right[index], comparison, `${path}[${index}]`);
    return;
  }
  const first = left.findIndex((item, index) => formOf(show(item)) !== formOf(show(right[index])));
  const at = first < 0 ? left.length : first;
  comparison.report({
    path: `${path}.length`,
    recorded: `${left.length}, at [${at}] ${show(left[at])}`,
    actual: `${right.length}, at [${at}] ${show(right[at])}`,
  });
}

type JsonObject = Record<string, unknown>;

function compareObjects(
  recorded: JsonObject,
  actual: JsonObject,
  comparison: JsonComparison,
  path: string,
): void {
  const keys = Object.keys(recorded);
  const left = new Set(Object.keys(actual));
  const pairs: Array<[string, string]> = [];
  for (const key of keys) {
    const partner = left.has(key) ? key : partnerOf(key, left, comparison.bindings);
    if (partner === undefined) {
      comparison.report({ path: join(path, key), recorded: show(recorded[key]), actual: ABSENT });
    } else {
      left.delete(partner);
      pairs.push([key, partner]);
    }
  }
  for (const key of left)
    comparison.report({ path: join(path, key), recorded: ABSENT, actual: show(actual[key]) });
  // Keys that are ids sort by chance; all others have the place that dockerd gives them.
  const fixed = pairs.filter(([key, partner]) => key === partner).map(([key]) => key);
  const order = Object.keys(actual).filter(key => fixed.includes(key));
  if (order.join() !== fixed.join()) {
    comparison.report({ path: join(path, 'order of keys'), recorded: fixed.join(), actual: order.join() });
  }
  for (const [key, partner] of pairs)
    compareJson(recorded[key], actual[partner], comparison, join(path, key));
}

/** A key that is an id stands for the first free one of the same form. */
function partnerOf(key: string, keys: Set<string>, bindings: Bindings): string | undefined {
  const bound = bindings.actualOf(key);
  if (bound !== undefined) return keys.has(bound) ? bound : undefined;
  const form = formOf(key);
  if (form === key) return undefined;
  return Array.from(keys).find(candidate => formOf(candidate) === form && sameText(key, candidate, bindings));
}

/** Both lists have to go down by a number. */
function compareOrder(
  recorded: unknown[],
  actual: unknown[],
  by: string,
  { report }: JsonComparison,
  path: string,
): void {
  const goesDown = (items: unknown[]) =>
    items.every((item, index) => index === 0 || numberAt(items[index - 1], by) >= numberAt(item, by));
  if (!goesDown(recorded) || goesDown(actual)) return;
  const show = (items: unknown[]) => items.map(item => numberAt(item, by)).join();
  report({ path: `${path}.order by ${by}`, recorded: show(recorded), actual: show(actual) });
}

function numberAt(item: unknown, key: string): number {
  return isObject(item) ? Number(item[key]) : Number.NaN;
}

/**
 * By the id where it is bound, as the other side has it; then by a field, or by everything but ids and times.
 *
 * @param known what a bound id is called in the answer of now
 */
function sorted(
  items: unknown[],
  by: string | undefined,
  known: (id: string) => string | undefined,
): unknown[] {
  const keyOf = (item: unknown) => {
    const id =
      isObject(item) && typeof item.Id === 'string' ? known(item.Id.replace(/^sha256:/, '')) : undefined;
    if (id !== undefined) return `0 ${id}`;
    return `1 ${by !== undefined && isObject(item) ? show(item[by]) : formOf(show(item))}`;
  };
  return items
    .map(item => ({ item, key: keyOf(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);
}

function show(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item)) ?? ABSENT;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
