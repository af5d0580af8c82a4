import { toBase64 } from '../base64.ts';
import { goMap } from './encode.ts';
import { type Schema, type StructSchema, structOf } from './schema.ts';
import { zeroOf } from './zero.ts';

/**
 * A value laid out for `encodeJson` as Go would encode it: a struct's fields in its order, empty ones left out, maps
 * sorted. What is not there at all has its zero value.
 */
export function shapeJson(schema: Schema, value: unknown): unknown {
  if (value === undefined) return shapeJson(schema, zeroOf(schema));
  if (value === null) return null;
  switch (schema.kind) {
    case 'struct':
      return shapeStruct(schema, value as Record<string, unknown>);
    case 'bytes':
      return toBase64(value as Uint8Array);
    case 'slice':
    case 'array':
      return isPlain(schema.item) ? value : (value as unknown[]).map(item => shapeJson(schema.item, item));
    case 'map':
      return shapeMap(schema.value, value as Record<string, unknown>);
    case 'pointer':
      return shapeJson(schema.to, value);
    default:
      return value;
  }
}

function shapeStruct(schema: StructSchema, value: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const name in schema.fields) {
    const field = schema.fields[name];
    if (field === undefined) continue;
    const item = value[name];
    if (field.embedded) {
      if (item) Object.assign(result, shapeJson(structOf(field.schema), item));
    } else if (!field.omitEmpty || !isEmpty(field.schema, item)) result[name] = shapeJson(field.schema, item);
  }
  return result;
}

function shapeMap(schema: Schema, value: Record<string, unknown>): Record<string, unknown> {
  const sorted = goMap(value);
  if (!isPlain(schema)) for (const key in sorted) sorted[key] = shapeJson(schema, sorted[key]);
  return sorted;
}

/** Go's omitempty: zero, empty, or a null pointer; a pointer to a zero value stays. */
function isEmpty(schema: Schema, value: unknown): boolean {
  if (value === null || value === undefined) return schema.kind !== 'struct';
  switch (schema.kind) {
    case 'pointer':
    case 'struct':
      return false;
    case 'map':
      return Object.keys(value).length === 0;
    case 'slice':
    case 'bytes':
    case 'custom':
      return (value as { length?: number }).length === 0;
    case 'int':
      return value === 0 || value === 0n;
    default:
      return value === '' || value === false || value === 0;
  }
}

/** Written as it is. */
const isPlain = ({ kind }: Schema) =>
  kind !== 'struct' &&
  kind !== 'slice' &&
  kind !== 'array' &&
  kind !== 'map' &&
  kind !== 'pointer' &&
  kind !== 'bytes';
