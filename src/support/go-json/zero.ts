import type { CustomSchema, Field, Schema } from './schema.ts';

const zeros = {
  string: '',
  bool: false,
  int: 0,
  any: null,
  time: '0001-01-01T00:00:00Z',
  bytes: null,
  slice: null,
  map: null,
  pointer: null,
} as const;

/** Go's zero value. */
export function zeroOf(schema: Schema): unknown {
  if (schema.kind === 'custom') return (schema as CustomSchema).zero;
  if (schema.kind === 'array') return Array.from({ length: schema.length }, () => zeroOf(schema.item));
  if (schema.kind !== 'struct') return zeros[schema.kind];
  const result: Record<string, unknown> = {};
  for (const key in schema.fields) result[key] = zeroOf((schema.fields[key] as Field).schema);
  return result;
}
