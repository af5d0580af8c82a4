import type { Schema } from './schema.ts';

/** The type as Go prints it: `map[string]string`, `[]nat.PortBinding`. */
export function goTypeOf(schema: Schema): string {
  if (schema.goType !== undefined) return schema.goType;
  switch (schema.kind) {
    case 'slice':
      return `[]${memberTypeOf(schema.item)}`;
    case 'array':
      return `[${schema.length}]${memberTypeOf(schema.item)}`;
    case 'map':
      return `map[string]${memberTypeOf(schema.value)}`;
    case 'pointer':
      return goTypeOf(schema.to);
    case 'struct':
    case 'custom':
      return schema.name === '' ? 'struct {}' : schema.name;
    case 'time':
      return 'time.Time';
    default:
      return schema.kind;
  }
}

const memberTypeOf = (schema: Schema): string =>
  schema.kind === 'pointer' ? `*${goTypeOf(schema.to)}` : goTypeOf(schema);
