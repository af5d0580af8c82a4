import { fromBase64 } from '../base64.ts';
import { goTypeOf } from './go-type.ts';
import { type Field, type Infer, type Schema, type StructSchema, structOf } from './schema.ts';
import { nestsTooDeeply, scanJson, skipSpace } from './syntax.ts';
import { zeroOf } from './zero.ts';

/** Why a Go server would refuse a JSON body. The message is Go's sentence. */
export class GoJsonError extends Error {
  override readonly name = 'GoJsonError';
  /** `empty`: no value at all; `trailing`: something after it; `invalid`: the value itself. */
  readonly problem: 'empty' | 'trailing' | 'invalid';

  constructor(problem: 'empty' | 'trailing' | 'invalid', message: string) {
    super(message);
    this.problem = problem;
  }
}

/** A number whose text matters: it has a fraction or an exponent, or may be beyond 2^53. */
class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Texts with such numbers; a hit inside a string costs a little time and changes nothing. */
const DELICATE_NUMBER = /\d[.eE]|\d{16}/;

/**
 * Decodes the first JSON value of `body` as Go's json.Decoder would into the schema's type, then refuses what
 * follows it as Decoder.More would. Known limit: of a key given twice only the last counts, where Go merges.
 * @param root the name of the type in errors about its fields; default: the schema's, without its package.
 */
export function decodeJson<S extends Schema>(body: Uint8Array, schema: S, root?: string): Infer<S> {
  const { value, rest } = parseFirst(body);
  const path: string[] = [];
  const state: State = { path, listItem: false };
  let result: unknown;
  try {
    result = decode(schema, value, state);
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    const name = root ?? goTypeOf(schema).replace(/^.*\./, '');
    throw new GoJsonError('invalid', mismatchSentence(error, state, name));
  }
  if (rest) throw new GoJsonError('trailing', 'unexpected content after JSON');
  return result as Infer<S>;
}

/** As json.Unmarshal, which has another word for a text that ends too early. @throws GoJsonError */
export function unmarshalJson<S extends Schema>(text: Uint8Array, schema: S, root?: string): Infer<S> {
  try {
    return decodeJson(text, schema, root);
  } catch (error) {
    const isCut = error instanceof GoJsonError && ['EOF', 'unexpected EOF'].includes(error.message);
    throw isCut ? new GoJsonError('empty', 'unexpected end of JSON input') : error;
  }
}

function parseFirst(body: Uint8Array): { value: unknown; rest: boolean } {
  if (nestsTooDeeply(body)) throw new GoJsonError('invalid', 'exceeded max depth');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  try {
    return { value: parseText(text), rest: false };
  } catch {
    if (skipSpace(body, 0) === body.length) throw new GoJsonError('empty', 'EOF');
    const scanned = scanJson(body);
    if ('problem' in scanned) throw new GoJsonError('invalid', scanned.problem);
    const value = parseText(new TextDecoder().decode(body.subarray(0, scanned.end)));
    // Decoder.More: a closing bracket counts as the end of an enclosing list.
    const next = body[skipSpace(body, scanned.end)];
    return { value, rest: next !== undefined && next !== 0x5d && next !== 0x7d };
  }
}

type SourceReviver = (key: string, value: unknown, context: { source: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown;

function parseText(text: string): unknown {
  if (!DELICATE_NUMBER.test(text)) return JSON.parse(text);
  return parseWithSource(text, (_key, value, context) =>
    typeof value === 'number' && DELICATE_NUMBER.test(context.source)
      ? new NumberText(context.source)
      : value,
  );
}

interface State {
  readonly path: string[];
  /** The path ends inside a list, which Go words differently. */
  listItem: boolean;
}

/** A value of the wrong type. `kind` as Go names it: `string`, `number 1.5`, ... */
class Mismatch extends Error {
  readonly kind: string;
  readonly goType: string;

  constructor(kind: string, goType: string) {
    super();
    this.kind = kind;
    this.goType = goType;
  }
}

function mismatchSentence({ kind, goType }: Mismatch, { path, listItem }: State, root: string): string {
  if (path.length === 0) return `json: cannot unmarshal ${kind} into Go value of type ${goType}`;
  const pointer = path.map(token => token.replaceAll('~', '~0').replaceAll('/', '~1')).join('.');
  return `json: cannot unmarshal ${kind} into ${listItem ? '' : 'Go struct field '}${root}.${pointer} of type ${goType}`;
}

function decode(schema: Schema, value: unknown, state: State): unknown {
  if (schema.kind === 'custom') return decodeCustom(schema, value);
  if (value === null) return zeroOf(schema);
  switch (schema.kind) {
    case 'string':
    case 'time':
      if (typeof value !== 'string') throw mismatch(schema, value);
      return value.isWellFormed() ? value : value.toWellFormed();
    case 'bool':
      if (typeof value !== 'boolean') throw mismatch(schema, value);
      return value;
    case 'int':
      return decodeInt(schema, value);
    case 'any':
      return plainNumbers(value);
    case 'bytes':
      return decodeBytes(schema, value);
    case 'slice':
      if (!Array.isArray(value)) throw mismatch(schema, value);
      return decodeItems(schema.item, value, state);
    case 'array': {
      if (!Array.isArray(value)) throw mismatch(schema, value);
      const items = decodeItems(schema.item, value.slice(0, schema.length), state);
      while (items.length < schema.length) items.push(zeroOf(schema.item));
      return items;
    }
    case 'map':
      return decodeMap(schema, schema.value, value, state);
    case 'pointer':
      return decode(schema.to, value, state);
    case 'struct':
      return decodeStruct(schema, value, state);
  }
}

/** The type's own sentence stands without a path. */
function decodeCustom(schema: Extract<Schema, { kind: 'custom' }>, value: unknown): unknown {
  try {
    return schema.decode(plainNumber(value));
  } catch (error) {
    throw new GoJsonError('invalid', (error as Error).message);
  }
}

function decodeItems(item: Schema, values: unknown[], state: State): unknown[] {
  return values.map((value, index) => {
    state.path.push(String(index));
    state.listItem = true;
    const decoded = decode(item, value, state);
    state.listItem = false;
    state.path.pop();
    return decoded;
  });
}

function decodeMap(schema: Schema, item: Schema, value: unknown, state: State): unknown {
  if (!isObject(value)) throw mismatch(schema, value);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const decoded = decodeAt(key, item, value[key], state);
    // Plain assignment would lose the key `__proto__`.
    if (key === '__proto__') Object.defineProperty(result, key, { value: decoded, enumerable: true });
    else result[key] = decoded;
  }
  return result;
}

function decodeStruct(schema: StructSchema, value: unknown, state: State): unknown {
  if (!isObject(value)) throw mismatch(schema, value);
  const result = zeroOf(schema) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    const place = schema.places.get(key) ?? schema.places.get(key.toLowerCase());
    if (place === undefined) continue;
    const { target, field } = targetOf(schema, result, place.within, place.name);
    const item = value[key];
    if (item === null && field.schema.kind !== 'custom') continue;
    target[place.name] = decodeAt(key, field.schema, item, state);
  }
  return result;
}

/** The object that has the field: the struct itself, or the embedded one, which is made when it is first needed. */
function targetOf(
  schema: StructSchema,
  result: Record<string, unknown>,
  within: string | undefined,
  name: string,
) {
  if (within === undefined) return { target: result, field: schema.fields[name] as Field };
  const inner = structOf((schema.fields[within] as Field).schema);
  result[within] ??= zeroOf(inner);
  return { target: result[within] as Record<string, unknown>, field: inner.fields[name] as Field };
}

function decodeAt(key: string, schema: Schema, value: unknown, state: State): unknown {
  state.path.push(key);
  state.listItem = false;
  const decoded = decode(schema, value, state);
  state.path.pop();
  return decoded;
}

function decodeInt(schema: Extract<Schema, { kind: 'int' }>, value: unknown): number | bigint {
  if (typeof value !== 'number' && !(value instanceof NumberText)) throw mismatch(schema, value);
  const text = value instanceof NumberText ? value.text : Object.is(value, -0) ? '-0' : String(value);
  if (!/^-?\d+$/.test(text) || (schema.unsigned && text.startsWith('-'))) {
    throw new Mismatch(`number ${text}`, goTypeOf(schema));
  }
  const exact = BigInt(text);
  const fits = schema.unsigned ? BigInt.asUintN(schema.bits, exact) : BigInt.asIntN(schema.bits, exact);
  if (fits !== exact) throw new Mismatch(`number ${text}`, goTypeOf(schema));
  const near = Number(exact);
  return Number.isSafeInteger(near) ? near + 0 : exact;
}

function decodeBytes(schema: Schema, value: unknown): Uint8Array {
  if (typeof value !== 'string') throw mismatch(schema, value);
  const text = value.replace(/[\r\n]/g, '');
  const good = /^[A-Za-z0-9+/]*={0,2}/.exec(text)?.[0].length ?? 0;
  if (good !== text.length || text.length % 4 !== 0) {
    throw new GoJsonError('invalid', `illegal base64 data at input byte ${good}`);
  }
  return fromBase64(text);
}

function plainNumber(value: unknown): unknown {
  if (!(value instanceof NumberText)) return value;
  const number = Number(value.text);
  return /^-?\d+$/.test(value.text) && !Number.isSafeInteger(number) ? BigInt(value.text) : number;
}

function plainNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (!isObject(value)) return plainNumber(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainNumbers(item)]));
}

const mismatch = (schema: Schema, value: unknown) => new Mismatch(kindOf(value), goTypeOf(schema));

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText)
  );
}

/** As Go's errors name it. */
function kindOf(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || value instanceof NumberText) return 'number';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
