import { create, createFileRegistry, type DescMessage, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from '@bufbuild/protobuf/wkt';

interface Scalars {
  string: string;
  bytes: Uint8Array;
  bool: boolean;
  int32: number;
  uint32: number;
  int64: bigint;
}

const SCALAR_TYPES: Record<keyof Scalars, Type> = {
  string: Type.STRING,
  bytes: Type.BYTES,
  bool: Type.BOOL,
  int32: Type.INT32,
  uint32: Type.UINT32,
  int64: Type.INT64,
};

/** A field's number and type: `string`, `Vertex`, `repeated Vertex`, `map Vertex` (keys are strings). */
type Fields = Readonly<Record<string, readonly [number: number, type: string]>>;
type Definitions = Readonly<Record<string, Fields>>;

type Value<D extends Definitions, T extends string> = T extends keyof Scalars
  ? Scalars[T]
  : T extends keyof D
    ? Message<D, T>
    : never;

type FieldValue<D extends Definitions, T extends string> = T extends `repeated ${infer U}`
  ? Array<Value<D, U>>
  : T extends `map ${infer U}`
    ? Record<string, Value<D, U>>
    : T extends keyof Scalars
      ? Scalars[T]
      : Value<D, T> | undefined;

/** A message as it was read: what was not sent has its zero value, a message that was not sent is undefined. */
export type Message<D extends Definitions, N extends keyof D> = {
  readonly [F in keyof D[N]]: FieldValue<D, D[N][F][1]>;
};

type Init<T> = T extends Uint8Array
  ? T
  : T extends ReadonlyArray<infer U>
    ? ReadonlyArray<Init<U>>
    : T extends object
      ? { readonly [K in keyof T]?: Init<T[K]> }
      : T;

/** Protocol buffer messages of a table of their fields, as proto3 has them: what the table leaves out is passed over. */
export function defineMessages<const D extends Definitions>(definitions: D) {
  const file = create(FileDescriptorProtoSchema, {
    name: 'messages.proto',
    syntax: 'proto3',
    messageType: Object.entries(definitions).map(([name, fields]) => describe(definitions, name, fields)),
  });
  const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: [file] }));
  const found = (name: keyof D) => registry.getMessage(String(name)) as DescMessage;
  return {
    encode<N extends keyof D>(name: N, value: Init<Message<D, N>>): Uint8Array {
      const schema = found(name);
      return toBinary(schema, create(schema, value as Record<string, unknown>));
    },
    decode<N extends keyof D>(name: N, bytes: Uint8Array): Message<D, N> {
      return fromBinary(found(name), bytes) as unknown as Message<D, N>;
    },
  };
}

function describe(definitions: Definitions, name: string, fields: Fields) {
  const entries = Object.entries(fields);
  return {
    name,
    field: entries.map(([field, [number, type]]) => {
      const [, kind, of = type] = /^(repeated|map) (.*)$/.exec(type) ?? [];
      const value =
        kind === 'map' ? { type: Type.MESSAGE, typeName: `.${name}.${entryOf(field)}` } : typed(of);
      return { name: field, number, label: kind === undefined ? Label.OPTIONAL : Label.REPEATED, ...value };
    }),
    nestedType: entries
      .filter(([, [, type]]) => type.startsWith('map '))
      .map(([field, [, type]]) => ({
        name: entryOf(field),
        options: { mapEntry: true },
        field: [
          { name: 'key', number: 1, label: Label.OPTIONAL, type: Type.STRING },
          { name: 'value', number: 2, label: Label.OPTIONAL, ...typed(type.slice('map '.length)) },
        ],
      })),
  };

  function typed(type: string) {
    if (Object.hasOwn(SCALAR_TYPES, type)) return { type: SCALAR_TYPES[type as keyof Scalars] };
    if (!Object.hasOwn(definitions, type))
      throw new Error(`${name} names the type ${type}, which is not defined`);
    return { type: Type.MESSAGE, typeName: `.${type}` };
  }
}

const entryOf = (field: string): string => `${field}Entry`;
