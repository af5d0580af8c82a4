import type { Schema, StructSchema } from './schema.ts';

/** A parsed JSON value as the Go type would hold it; `undefined` gives the type's zero value. */
export function decodeJson(schema: Schema, value: unknown): unknown {
  if (value === undefined || value === null) return zeroOf(schema);
  switch (schema.kind) {
    case 'struct':
      return decodeStruct(schema, value as Record<string, unknown>);
    case 'slice':
      return (value as unknown[]).map(item => decodeJson(schema.item, item));
    case 'map':
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, decodeJson(schema.value, item)]),
      );
    case 'pointer':
      return decodeJson(schema.to, value);
    case 'custom':
      return schema.decode(value);
    default:
      return value;
  }
}

function decodeStruct(schema: StructSchema, value: Record<string, unknown>): unknown {
  const result: Record<string, unknown> = {};
  for (const key in schema.fields) result[key] = zeroOf((schema.fields[key] as { schema: Schema }).schema);
  for (const key in value) {
    const name = key in schema.fields ? key : foldedName(schema, key);
    const field = name === undefined ? undefined : schema.fields[name];
    if (name !== undefined && field !== undefined && value[key] !== null) {
      result[name] = decodeJson(field.schema, value[key]);
    }
  }
  return result;
}

const foldedName = (schema: StructSchema, key: string) =>
  Object.keys(schema.fields).find(name => name.toLowerCase() === key.toLowerCase());

const zeros = {
  string: '',
  bool: false,
  float: 0,
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
  if (schema.kind === 'custom') return schema.zero;
  if (schema.kind !== 'struct') return zeros[schema.kind];
  const result: Record<string, unknown> = {};
  for (const key in schema.fields) result[key] = zeroOf((schema.fields[key] as { schema: Schema }).schema);
  return result;
}
