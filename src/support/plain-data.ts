/** Something that makes its own copy, cheaper than a deep one: AppendLog, FileTree, ... */
interface Forkable {
  fork(): unknown;
}

/**
 * A deep copy of plain data: objects, arrays, Maps, Sets and primitives. Byte arrays are shared, since nobody
 * writes into one after it was handed on; what can `fork` is forked; frozen objects are shared.
 */
export function copyPlain<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (typeof (value as Partial<Forkable>).fork === 'function') return (value as Forkable).fork();
  if (ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, copy(item)]));
  if (value instanceof Set) return new Set(value);
  const result: Record<string, unknown> = {};
  for (const key in value) result[key] = copy((value as Record<string, unknown>)[key]);
  return result;
}
