/** A value of a key. Plain data: it goes through checkpoints into copies of the engine. */
export type Value = string | string[] | Set<string> | Map<string, string>;

export interface Database {
  readonly values: Map<string, Value>;
  /** By key, when it goes: milliseconds since 1970. */
  readonly expiries: Map<string, number>;
  /** By key, the number of its last change: what WATCH compares. */
  readonly changes: Map<string, number>;
}

/** A client's connection. */
export interface Session {
  readonly fd: number;
  readonly id: number;
  /** What came and is no whole request yet. */
  input: string;
  database: number;
  /** What MULTI has gathered; undefined outside of it. */
  queue: string[][] | undefined;
  /** One of the queued commands was refused: EXEC fails. */
  refused: boolean;
  /** By `database/key`, the number of the last change that was seen. */
  watched: Map<string, number>;
  name: string;
  authenticated: boolean;
  closing: boolean;
}

/** All that the server knows. */
export interface Redis {
  readonly databases: Map<number, Database>;
  readonly sessions: Map<number, Session>;
  readonly settings: Map<string, string>;
  readonly version: string;
  readonly startedMs: number;
  nowMs: number;
  changes: number;
  commands: number;
  nextId: number;
}

/** Thrown by a command: the whole error line. */
export class RedisError extends Error {}

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';

export function databaseOf(redis: Redis, index: number): Database {
  let database = redis.databases.get(index);
  if (database === undefined) {
    database = { values: new Map(), expiries: new Map(), changes: new Map() };
    redis.databases.set(index, database);
  }
  return database;
}

/** What a command works on: one database, at one time. */
export class Keys {
  readonly #redis: Redis;
  readonly database: Database;

  constructor(redis: Redis, index: number) {
    this.#redis = redis;
    this.database = databaseOf(redis, index);
  }

  get nowMs(): number {
    return this.#redis.nowMs;
  }

  get(key: string): Value | undefined {
    const expiry = this.database.expiries.get(key);
    if (expiry !== undefined && expiry <= this.nowMs) this.remove(key);
    return this.database.values.get(key);
  }

  string(key: string): string | undefined {
    return this.#typed(key, (value): value is string => typeof value === 'string');
  }

  list(key: string): string[] | undefined {
    return this.#typed(key, (value): value is string[] => Array.isArray(value));
  }

  set(key: string): Set<string> | undefined {
    return this.#typed(key, (value): value is Set<string> => value instanceof Set);
  }

  hash(key: string): Map<string, string> | undefined {
    return this.#typed(key, (value): value is Map<string, string> => value instanceof Map);
  }

  #typed<T extends Value>(key: string, is: (value: Value) => value is T): T | undefined {
    const value = this.get(key);
    if (value === undefined || is(value)) return value;
    throw new RedisError(WRONG_TYPE);
  }

  /** The value of a key, made where there is none. */
  made<T extends Value>(key: string, found: T | undefined, empty: T): T {
    this.touch(key);
    if (found !== undefined) return found;
    this.database.values.set(key, empty);
    return empty;
  }

  put(key: string, value: Value, keepExpiry = false): void {
    if (!keepExpiry) this.database.expiries.delete(key);
    this.database.values.set(key, value);
    this.touch(key);
  }

  touch(key: string): void {
    this.#redis.changes += 1;
    this.database.changes.set(key, this.#redis.changes);
  }

  remove(key: string): boolean {
    this.database.expiries.delete(key);
    const had = this.database.values.delete(key);
    if (had) this.touch(key);
    return had;
  }

  /** Empty lists, sets and hashes do not stay. */
  removeEmpty(key: string): void {
    const value = this.database.values.get(key);
    if (value === undefined || typeof value === 'string') return;
    if ((Array.isArray(value) ? value.length : value.size) === 0) this.remove(key);
  }

  /** Those that are there now. */
  all(): string[] {
    return [...this.database.values.keys()].filter(key => this.get(key) !== undefined);
  }

  expireAt(key: string, atMs: number): void {
    if (atMs <= this.nowMs) this.remove(key);
    else {
      this.database.expiries.set(key, atMs);
      this.touch(key);
    }
  }

  clear(): void {
    for (const key of [...this.database.values.keys()]) this.remove(key);
  }
}

const INTEGER = /^-?(0|[1-9]\d{0,18})$/;

export function toInteger(text: string | undefined): number {
  const value = Number(text);
  if (text === undefined || !INTEGER.test(text) || !Number.isSafeInteger(value)) {
    throw new RedisError('ERR value is not an integer or out of range');
  }
  return value;
}

/** A glob as Redis matches keys with: `h?llo`, `h[a-e]*`. */
export function globPattern(glob: string): RegExp {
  const source = glob.replace(
    /\\.|\[(\^?)([^\]]*)\]|[\s\S]/g,
    (part, not: string | undefined, letters?: string) => {
      if (part === '*') return '[\\s\\S]*';
      if (part === '?') return '[\\s\\S]';
      if (letters !== undefined) return `[${not}${letters.replace(/[\]\\^]/g, '\\$&')}]`;
      return part.at(-1)?.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&') ?? '';
    },
  );
  return new RegExp(`^${source}$`);
}
