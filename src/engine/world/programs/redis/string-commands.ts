import type { Commands } from './commands.ts';
import { type Keys, RedisError, toInteger } from './database.ts';
import { array, bulk, bulkOrNil, integer, NIL, OK } from './resp.ts';

const SYNTAX = 'ERR syntax error';

/** What SET's options ask for. */
interface SetOptions {
  atMs?: number;
  keep?: boolean;
  only?: 'NX' | 'XX';
  get?: boolean;
}

function expiry(unit: string, text: string | undefined, nowMs: number, command: string): number {
  const value = toInteger(text);
  if (value <= 0) throw new RedisError(`ERR invalid expire time in '${command}' command`);
  const ms = unit.startsWith('P') ? value : value * 1000;
  return unit.endsWith('AT') ? ms : nowMs + ms;
}

function setOptions(args: readonly string[], nowMs: number): SetOptions {
  const options: SetOptions = {};
  for (let at = 0; at < args.length; at += 1) {
    const word = (args[at] as string).toUpperCase();
    if (word === 'GET') options.get = true;
    else if (word === 'KEEPTTL' && options.atMs === undefined) options.keep = true;
    else if ((word === 'NX' || word === 'XX') && (options.only ?? word) === word) options.only = word;
    else if (/^(EX|PX|EXAT|PXAT)$/.test(word) && at + 1 < args.length && !options.keep && !options.atMs) {
      at += 1;
      options.atMs = expiry(word, args[at], nowMs, 'set');
    } else throw new RedisError(SYNTAX);
  }
  return options;
}

function addTo(keys: Keys, key: string, by: number): string {
  const value = toInteger(keys.string(key) ?? '0') + by;
  if (!Number.isSafeInteger(value)) throw new RedisError('ERR increment or decrement would overflow');
  keys.put(key, String(value), true);
  return integer(value);
}

function range(text: string, from: number, to: number): string {
  const start = from < 0 ? Math.max(0, text.length + from) : from;
  return text.slice(start, (to < 0 ? text.length + to : to) + 1);
}

function setWithExpiry(command: string, unit: string) {
  return (keys: Keys, [key = '', time, value = '']: readonly string[]) => {
    const atMs = expiry(unit, time, keys.nowMs, command);
    keys.put(key, value);
    keys.expireAt(key, atMs);
    return OK;
  };
}

function setMany(keys: Keys, args: readonly string[], command: string): void {
  if (args.length % 2 === 1) throw new RedisError(`ERR wrong number of arguments for '${command}' command`);
  for (let at = 0; at < args.length; at += 2) keys.put(args[at] as string, args[at + 1] as string);
}

export const STRING_COMMANDS: Commands = {
  get: [2, (keys, [key = '']) => bulkOrNil(keys.string(key))],
  set: [
    -3,
    (keys, [key = '', value = '', ...rest]) => {
      const { atMs, keep, only, get } = setOptions(rest, keys.nowMs);
      const before = get ? bulkOrNil(keys.string(key)) : undefined;
      if (only !== undefined && (keys.get(key) === undefined) !== (only === 'NX')) return before ?? NIL;
      keys.put(key, value, keep);
      if (atMs !== undefined) keys.expireAt(key, atMs);
      return before ?? OK;
    },
  ],
  setnx: [
    3,
    (keys, [key = '', value = '']) => {
      if (keys.get(key) !== undefined) return integer(0);
      keys.put(key, value);
      return integer(1);
    },
  ],
  setex: [4, setWithExpiry('setex', 'EX')],
  psetex: [4, setWithExpiry('psetex', 'PX')],
  getset: [
    3,
    (keys, [key = '', value = '']) => {
      const before = bulkOrNil(keys.string(key));
      keys.put(key, value);
      return before;
    },
  ],
  getdel: [
    2,
    (keys, [key = '']) => {
      const before = bulkOrNil(keys.string(key));
      keys.remove(key);
      return before;
    },
  ],
  mget: [
    -2,
    (keys, wanted) =>
      array(
        wanted.map(key => {
          const value = keys.get(key);
          return typeof value === 'string' ? bulk(value) : NIL;
        }),
      ),
  ],
  mset: [
    -3,
    (keys, args) => {
      setMany(keys, args, 'mset');
      return OK;
    },
  ],
  msetnx: [
    -3,
    (keys, args) => {
      if (args.some((key, at) => at % 2 === 0 && keys.get(key) !== undefined)) return integer(0);
      setMany(keys, args, 'msetnx');
      return integer(1);
    },
  ],
  append: [
    3,
    (keys, [key = '', value = '']) => {
      const text = (keys.string(key) ?? '') + value;
      keys.put(key, text, true);
      return integer(text.length);
    },
  ],
  strlen: [2, (keys, [key = '']) => integer(keys.string(key)?.length ?? 0)],
  getrange: [
    4,
    (keys, [key = '', from, to]) => bulk(range(keys.string(key) ?? '', toInteger(from), toInteger(to))),
  ],
  incr: [2, (keys, [key = '']) => addTo(keys, key, 1)],
  decr: [2, (keys, [key = '']) => addTo(keys, key, -1)],
  incrby: [3, (keys, [key = '', by]) => addTo(keys, key, toInteger(by))],
  decrby: [3, (keys, [key = '', by]) => addTo(keys, key, -toInteger(by))],
};
