import type { Schema, StructSchema } from './schema.ts';

/** A value laid out as Go would encode it: a struct's fields in its order, empty ones left out, maps sorted. */
export function shapeJson(schema: Schema, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (schema.kind) {
    case 'struct':
      return shapeStruct(schema, value as Record<string, unknown>);
    case 'slice':
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
    if (!field.omitEmpty || !isEmpty(field.schema, item)) result[name] = shapeJson(field.schema, item);
  }
  return result;
}

function shapeMap(schema: Schema, value: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) result[key] = shapeJson(schema, value[key]);
  return result;
}

/** Go's omitempty: zero, empty, or a null pointer; a pointer to a zero value stays. */
function isEmpty(schema: Schema, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  switch (schema.kind) {
    case 'pointer':
    case 'struct':
      return false;
    case 'map':
      return Object.keys(value).length === 0;
    case 'slice':
    case 'custom':
      return (value as { length?: number }).length === 0;
    case 'int':
      return value === 0 || value === 0n;
    default:
      return value === '' || value === false || value === 0;
  }
}

const isPlain = ({ kind }: Schema) =>
  kind !== 'struct' && kind !== 'slice' && kind !== 'map' && kind !== 'pointer';
