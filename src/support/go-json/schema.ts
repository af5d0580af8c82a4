/**
 * Go's types, as far as encoding/json sees them: enough to decode a body the way a Go server does
 * (any letter case, null to zero, unknown keys ignored, Go's sentences) and to encode it field by field.
 * `T` is what a decoded value is in TypeScript; `Infer<typeof schema>` gives it back.
 */
export type Schema<T = unknown> = Shape & Typed<T>;

interface Typed<T> {
  /** Never there at run time: it only carries the type. */
  readonly decoded?: T;
}

/** `goType` is the type's name as Go prints it, where it is not the plain kind's: `container.NetworkMode`. */
interface Named {
  readonly goType?: string;
}

type Shape = Named &
  (
    | { readonly kind: 'string' | 'bool' | 'any' | 'time' | 'bytes' }
    | { readonly kind: 'int'; readonly bits: 8 | 16 | 32 | 64; readonly unsigned: boolean }
    | { readonly kind: 'slice'; readonly item: Schema }
    | { readonly kind: 'array'; readonly item: Schema; readonly length: number }
    | { readonly kind: 'map'; readonly value: Schema }
    | { readonly kind: 'pointer'; readonly to: Schema }
    | StructShape
    | CustomShape
  );

interface StructShape {
  readonly kind: 'struct';
  /** The Go type's name with its package, which stands in Go's errors: `container.HostConfig`. */
  readonly name: string;
  /** In Go's order. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Where a key of the object goes: by the exact key and by the lower-case one. Embedded structs' keys too. */
  readonly places: ReadonlyMap<string, Place>;
}

export type StructSchema<T = unknown> = StructShape & Named & Typed<T>;

export interface Place {
  readonly name: string;
  /** The field that embeds the struct which has `name`. */
  readonly within?: string;
}

interface CustomShape {
  readonly kind: 'custom';
  readonly name: string;
  readonly zero: unknown;
  /** Gets the parsed JSON value (null too); throws an Error whose message is Go's sentence. */
  readonly decode: (value: unknown) => unknown;
}

/** A Go type with an UnmarshalJSON of its own: strslice, ... */
export type CustomSchema<T = unknown> = CustomShape & Named & Typed<T>;

export interface Field<T = unknown> {
  readonly schema: Schema<T>;
  readonly omitEmpty: boolean;
  /** Go's embedding: the struct's keys stand among the outer struct's. */
  readonly embedded?: boolean;
}

/** What a decoded value is in TypeScript. */
export type Infer<S> = S extends { readonly decoded?: infer T } ? T : never;

type InferField<F> = F extends { readonly schema: infer S } ? Infer<S> : Infer<F>;

type InferFields<F> = { -readonly [K in keyof F]: InferField<F[K]> };

export const string: Schema<string> = { kind: 'string' };
export const bool: Schema<boolean> = { kind: 'bool' };
// biome-ignore lint/suspicious/noExplicitAny: Go's interface{}
export const any: Schema<any> = { kind: 'any', goType: 'interface {}' };
/** In RFC 3339's form, as text. */
export const time: Schema<string> = { kind: 'time' };
export const bytes: Schema<Uint8Array | null> = { kind: 'bytes', goType: '[]uint8' };
/** A value beyond 2^53 is kept exactly, as a bigint, although its type says number: compare, do not calculate. */
export const int64: Schema<number> = { kind: 'int', bits: 64, unsigned: false, goType: 'int64' };
export const int: Schema<number> = { kind: 'int', bits: 64, unsigned: false, goType: 'int' };
export const uint64: Schema<number> = { kind: 'int', bits: 64, unsigned: true, goType: 'uint64' };
export const uint: Schema<number> = { kind: 'int', bits: 64, unsigned: true, goType: 'uint' };
export const uint32: Schema<number> = { kind: 'int', bits: 32, unsigned: true, goType: 'uint32' };
export const uint16: Schema<number> = { kind: 'int', bits: 16, unsigned: true, goType: 'uint16' };
export const slice = <T>(item: Schema<T>): Schema<T[] | null> => ({ kind: 'slice', item });
export const array = <T>(length: number, item: Schema<T>): Schema<T[]> => ({ kind: 'array', item, length });
export const map = <T>(value: Schema<T>): Schema<Record<string, T> | null> => ({ kind: 'map', value });
export const pointer = <T>(to: Schema<T>): Schema<T | null> => ({ kind: 'pointer', to });

/** The same schema under a name of its own in Go: `named('container.NetworkMode', string)`. */
export const named = <T>(goType: string, schema: Schema<T>): Schema<T> => ({ ...schema, goType });

/** A struct; mark a field `omitempty` with `omit(...)`, an embedded one with `embed(...)`. */
export function struct<const F extends Record<string, Schema | Field>>(
  name: string,
  fields: F,
): StructSchema<InferFields<F>> {
  const full: Record<string, Field> = {};
  const places = new Map<string, Place>();
  for (const [key, value] of Object.entries(fields)) {
    const field = 'schema' in value ? value : { schema: value, omitEmpty: false };
    full[key] = field;
    const inner = field.embedded ? structOf(field.schema) : undefined;
    if (inner === undefined) place(places, key, { name: key });
    else
      for (const innerKey of Object.keys(inner.fields))
        place(places, innerKey, { name: innerKey, within: key });
  }
  return { kind: 'struct', name, fields: full, places };
}

/** A field that is left out when empty (Go's `omitempty`). */
export const omit = <T>(schema: Schema<T>): Field<T> => ({ schema, omitEmpty: true });

/** An embedded struct, or a pointer to one: its keys are read into, and written from, this field's object. */
export const embed = <T>(schema: Schema<T>): Field<T> => ({ schema, omitEmpty: false, embedded: true });

export function structOf(schema: Schema): StructSchema {
  const inner = schema.kind === 'pointer' ? schema.to : schema;
  if (inner.kind !== 'struct') throw new Error(`only a struct can be embedded, not ${inner.kind}`);
  return inner;
}

function place(places: Map<string, Place>, key: string, where: Place): void {
  places.set(key, where);
  const folded = key.toLowerCase();
  if (!places.has(folded)) places.set(folded, where);
}
