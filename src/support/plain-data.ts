import { AppendLog } from './append-log.ts';

/** Values that are shared rather than copied when the data that holds them is copied. */
export interface Shared {
  readonly [sharedMark]: true;
}

/** Marks a class whose instances look after copying themselves (they freeze, or never change). */
export const sharedMark: unique symbol = Symbol('shared');

/**
 * A deep copy of plain data: objects, arrays, Maps, Sets and primitives. Byte arrays are shared, since nobody
 * writes into one after it was handed on; an AppendLog is forked; frozen objects and marked instances are shared.
 */
export function copyPlain<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof AppendLog) return value.fork();
  if (ArrayBuffer.isView(value) || sharedMark in value || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, copy(item)]));
  if (value instanceof Set) return new Set(value);
  const result: Record<string, unknown> = {};
  for (const key in value) result[key] = copy((value as Record<string, unknown>)[key]);
  return result;
}
