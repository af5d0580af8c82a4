/**
 * Go's types, as far as encoding/json sees them: enough to decode a body the way a Go server does
 * (any letter case, null to zero, unknown keys ignored, Go's sentences) and to encode it field by field.
 */
export type Schema =
  | { readonly kind: 'string' | 'bool' | 'float' | 'any' | 'time' }
  | { readonly kind: 'int'; readonly bits: 8 | 16 | 32 | 64; readonly unsigned: boolean }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'slice'; readonly item: Schema }
  | { readonly kind: 'map'; readonly value: Schema }
  | { readonly kind: 'pointer'; readonly to: Schema }
  | StructSchema
  | CustomSchema;

export interface StructSchema {
  readonly kind: 'struct';
  /** The Go type's name, which stands in Go's errors: `HostConfig`. */
  readonly name: string;
  /** In Go's order; embedded structs are flattened in place. */
  readonly fields: Readonly<Record<string, Field>>;
}

/** A Go type with an UnmarshalJSON of its own: strslice, nat.Port, Duration strings, ... */
export interface CustomSchema {
  readonly kind: 'custom';
  readonly name: string;
  readonly zero: unknown;
  /** Gets the parsed JSON value; throws an Error whose message is Go's sentence. */
  readonly decode: (value: unknown) => unknown;
}

export interface Field {
  readonly schema: Schema;
  readonly omitEmpty: boolean;
}

export const string: Schema = { kind: 'string' };
export const bool: Schema = { kind: 'bool' };
export const float: Schema = { kind: 'float' };
export const any: Schema = { kind: 'any' };
export const bytes: Schema = { kind: 'bytes' };
export const int64: Schema = { kind: 'int', bits: 64, unsigned: false };
export const int: Schema = int64;
export const uint64: Schema = { kind: 'int', bits: 64, unsigned: true };
export const uint32: Schema = { kind: 'int', bits: 32, unsigned: true };
export const uint16: Schema = { kind: 'int', bits: 16, unsigned: true };
export const slice = (item: Schema): Schema => ({ kind: 'slice', item });
export const map = (value: Schema): Schema => ({ kind: 'map', value });
export const pointer = (to: Schema): Schema => ({ kind: 'pointer', to });

/** A struct; mark a field `omitempty` with `omit(...)`. */
export function struct(name: string, fields: Record<string, Schema | Field>): StructSchema {
  const full: Record<string, Field> = {};
  for (const [key, value] of Object.entries(fields)) {
    full[key] = 'schema' in value ? value : { schema: value, omitEmpty: false };
  }
  return { kind: 'struct', name, fields: full };
}

/** A field that is left out when empty (Go's `omitempty`). */
export const omit = (schema: Schema): Field => ({ schema, omitEmpty: true });
