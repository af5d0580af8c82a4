/** A table's own entry for a text from outside, so that `constructor` and `__proto__` find nothing. */
export function ownEntry<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
