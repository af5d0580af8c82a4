import { AppendLog } from '../support/append-log.ts';
import { fromBase64, toBase64 } from '../support/base64.ts';
import { ownEntry } from '../support/own-entry.ts';
import { PrefixIndex } from '../support/prefix-index.ts';
import { Table } from '../support/table.ts';
import type { EngineSnapshot } from './engine.ts';
import { FileTree } from './world/files/file-tree.ts';
import { TimerHeap } from './world/timer-heap.ts';

/** Changes when a snapshot of before cannot be read any more. */
const FORMAT = 1;

/** The classes that state is made of. Each gives plain data and is made from it again. */
const CLASSES = { AppendLog, FileTree, PrefixIndex, Table, TimerHeap } as const;

type ClassName = keyof typeof CLASSES;

const CLASS_NAMES = Object.keys(CLASSES) as ClassName[];

/**
 * What JSON has no word for stands in an object whose `$` says what it is: `u` undefined, `n` a bigint, `f` a number
 * that is not finite, `b` bytes, `m` a Map, `s` a Set, `o` an object with a `$` of its own, a class by its name; `d`
 * defines something that is referred to elsewhere, by `r`.
 */
type Tagged = { readonly $: string; readonly v?: unknown; readonly i?: number };

/**
 * The snapshot as JSON text. Another engine, elsewhere or later, goes on from it as from the snapshot itself.
 *
 * @throws an Error where the state holds what is no plain data
 * @example
 * writeFileSync('engine.json', serializeSnapshot(engine.snapshot()));
 */
export function serializeSnapshot(snapshot: EngineSnapshot): string {
  const counts = new Counting().count(snapshot);
  return JSON.stringify({ dockless: FORMAT, snapshot: new Encoding(counts).encode(snapshot) });
}

/**
 * The snapshot that `serializeSnapshot` wrote.
 *
 * @throws an Error that says why where the text is no snapshot, or one of another version
 * @example
 * engine.restore(parseSnapshot(readFileSync('engine.json', 'utf8')));
 */
export function parseSnapshot(text: string): EngineSnapshot {
  const document = JSON.parse(text) as { dockless?: unknown; snapshot?: unknown };
  if (document?.dockless !== FORMAT) {
    throw new Error(
      `this is no snapshot of this version of dockless: its format is ${document?.dockless ?? 'unknown'}, ` +
        `and ${FORMAT} was expected: make it anew with serializeSnapshot`,
    );
  }
  return new Decoding().decode(document.snapshot) as EngineSnapshot;
}

/** By instance, not by the constructor's name: a bundler may shorten names. */
function classOf(value: object): ClassName | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype) return undefined;
  return CLASS_NAMES.find(name => value instanceof CLASSES[name]);
}

/** The parts of a value, or of what a class saves of itself. Throws for what is no plain data. */
function partsOf(value: object): Iterable<unknown> {
  if (ArrayBuffer.isView(value)) return [];
  if (Array.isArray(value) || value instanceof Set) return value;
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return Object.values(value);
  throw new Error(`a snapshot cannot hold a ${value.constructor?.name}: state is plain data`);
}

/** Finds what is referred to more than once. What a class saves is kept, so that it is the same at both passes. */
class Counting {
  readonly shared = new Set<object>();
  readonly saved = new Map<object, object>();
  readonly #seen = new Set<object>();

  count(value: unknown): this {
    if (typeof value !== 'object' || value === null) return this;
    if (this.#seen.has(value)) {
      this.shared.add(value);
      return this;
    }
    this.#seen.add(value);
    if (classOf(value) !== undefined) {
      const data = (value as { save(): object }).save();
      this.saved.set(value, data);
      this.count(data);
    } else {
      for (const part of partsOf(value)) this.count(part);
    }
    return this;
  }
}

class Encoding {
  readonly #counted: Counting;
  readonly #ids = new Map<object, number>();

  constructor(counted: Counting) {
    this.#counted = counted;
  }

  encode(value: unknown): unknown {
    if (value === undefined) return { $: 'u' } satisfies Tagged;
    if (typeof value === 'bigint') return { $: 'n', v: value.toString() } satisfies Tagged;
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
      return { $: 'f', v: Object.is(value, -0) ? '-0' : String(value) } satisfies Tagged;
    }
    if (typeof value === 'function' || typeof value === 'symbol') {
      throw new Error(`a snapshot cannot hold a ${typeof value}: state is plain data`);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (!this.#counted.shared.has(value)) return this.#encodeObject(value);
    const known = this.#ids.get(value);
    if (known !== undefined) return { $: 'r', i: known } satisfies Tagged;
    const id = this.#ids.size;
    this.#ids.set(value, id);
    return { $: 'd', i: id, v: this.#encodeObject(value) } satisfies Tagged;
  }

  #encodeObject(value: object): unknown {
    const name = classOf(value);
    if (name !== undefined) {
      return { $: name, v: this.encode(this.#counted.saved.get(value)) } satisfies Tagged;
    }
    if (value instanceof Uint8Array) return { $: 'b', v: toBase64(value) } satisfies Tagged;
    if (Array.isArray(value)) return value.map(item => this.encode(item));
    if (value instanceof Map) {
      const entries = Array.from(value, ([key, item]) => [this.encode(key), this.encode(item)]);
      return { $: 'm', v: entries } satisfies Tagged;
    }
    if (value instanceof Set) return { $: 's', v: Array.from(value, item => this.encode(item)) };
    const entries = Object.entries(value).map(([key, item]) => [key, this.encode(item)] as const);
    return '$' in value ? ({ $: 'o', v: entries } satisfies Tagged) : Object.fromEntries(entries);
  }
}

class Decoding {
  readonly #defined = new Map<number, unknown>();

  decode(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(item => this.decode(item));
    if ('$' in value) return this.#decodeTagged(value as Tagged);
    return this.#object(Object.entries(value));
  }

  #decodeTagged({ $: tag, v, i = 0 }: Tagged): unknown {
    if (tag === 'd') {
      const value = this.decode(v);
      this.#defined.set(i, value);
      return value;
    }
    if (tag === 'r') return this.#defined.get(i);
    const decode = ownEntry(DECODERS, tag);
    if (decode !== undefined) return decode(v);
    if (tag === 'm') {
      const entries = v as ReadonlyArray<readonly [unknown, unknown]>;
      return new Map(entries.map(([key, item]) => [this.decode(key), this.decode(item)]));
    }
    if (tag === 's') return new Set((v as unknown[]).map(item => this.decode(item)));
    if (tag === 'o') return this.#object(v as ReadonlyArray<readonly [string, unknown]>);
    if (!Object.hasOwn(CLASSES, tag)) throw new Error(`this is no snapshot: it holds a ${tag}`);
    const loader = CLASSES[tag as ClassName] as unknown as { load(data: unknown): unknown };
    return loader.load(this.decode(v));
  }

  /** As own properties, even `__proto__`: a label may be called anything. */
  #object(entries: ReadonlyArray<readonly [string, unknown]>): Record<string, unknown> {
    return Object.fromEntries(entries.map(([key, item]) => [key, this.decode(item)]));
  }
}

const DECODERS: Readonly<Record<string, (data: unknown) => unknown>> = {
  u: () => undefined,
  n: data => BigInt(data as string),
  f: data => Number(data),
  b: data => fromBase64(data as string),
};
