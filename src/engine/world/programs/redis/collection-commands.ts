import type { Commands } from './commands.ts';
import { type Keys, RedisError, toInteger } from './database.ts';
import { array, bulkOrNil, bulks, integer, NIL, NIL_ARRAY, OK } from './resp.ts';

const wrongNumber = (command: string) =>
  new RedisError(`ERR wrong number of arguments for '${command}' command`);

function push(side: 'left' | 'right', onlyIfThere = false) {
  return (keys: Keys, [key = '', ...values]: readonly string[]) => {
    const found = keys.list(key);
    if (found === undefined && onlyIfThere) return integer(0);
    const list = keys.made<string[]>(key, found, []);
    if (side === 'right') list.push(...values);
    else list.unshift(...[...values].reverse());
    return integer(list.length);
  };
}

function pop(side: 'left' | 'right') {
  return (keys: Keys, [key = '', many]: readonly string[]) => {
    const count = many === undefined ? 1 : toInteger(many);
    if (count < 0) throw new RedisError('ERR value is out of range, must be positive');
    const list = keys.list(key);
    if (list === undefined) return many === undefined ? NIL : NIL_ARRAY;
    const taken =
      side === 'left'
        ? list.splice(0, count)
        : list.splice(Math.max(0, list.length - count), count).reverse();
    keys.touch(key);
    keys.removeEmpty(key);
    return many === undefined ? bulkOrNil(taken[0]) : bulks(taken);
  };
}

/** Indexes from the end are negative; the last one is included. */
function slice(list: readonly string[], from: number, to: number): string[] {
  const start = from < 0 ? Math.max(0, list.length + from) : from;
  return list.slice(start, (to < 0 ? list.length + to : to) + 1);
}

/** LREM: so many equal values from the left, from the right where negative, all where zero. */
function removeFromList(keys: Keys, [key = '', many, value]: readonly string[]): string {
  const count = toInteger(many);
  const list = keys.list(key) ?? [];
  let left = count === 0 ? list.length : Math.abs(count);
  const order = count < 0 ? [...list].reverse() : list;
  const kept = order.filter(each => !(each === value && left-- > 0));
  const removed = list.length - kept.length;
  if (removed === 0) return integer(0);
  keys.put(key, count < 0 ? kept.reverse() : kept, true);
  keys.removeEmpty(key);
  return integer(removed);
}

const LISTS: Commands = {
  lpush: [-3, push('left')],
  rpush: [-3, push('right')],
  lpushx: [-3, push('left', true)],
  rpushx: [-3, push('right', true)],
  lpop: [-2, pop('left')],
  rpop: [-2, pop('right')],
  llen: [2, (keys, [key = '']) => integer(keys.list(key)?.length ?? 0)],
  lrange: [
    4,
    (keys, [key = '', from, to]) => bulks(slice(keys.list(key) ?? [], toInteger(from), toInteger(to))),
  ],
  lindex: [3, (keys, [key = '', index]) => bulkOrNil(keys.list(key)?.at(toInteger(index)))],
  lset: [
    4,
    (keys, [key = '', position, value = '']) => {
      const list = keys.list(key);
      if (list === undefined) throw new RedisError('ERR no such key');
      const index = toInteger(position);
      const at = index < 0 ? list.length + index : index;
      if (at < 0 || at >= list.length) throw new RedisError('ERR index out of range');
      list[at] = value;
      keys.touch(key);
      return OK;
    },
  ],
  lrem: [4, removeFromList],
  ltrim: [
    4,
    (keys, [key = '', from, to]) => {
      const list = keys.list(key);
      if (list === undefined) return OK;
      keys.put(key, slice(list, toInteger(from), toInteger(to)), true);
      keys.removeEmpty(key);
      return OK;
    },
  ],
};

const isInteger = (text: string) => /^-?(0|[1-9]\d{0,17})$/.test(text);

/** A set of integers alone is kept sorted (intset); any other in the order of addition, while it is small. */
function members(set: ReadonlySet<string> | undefined): string[] {
  const all = [...(set ?? [])];
  return all.every(isInteger) ? all.sort((a, b) => Number(BigInt(a) - BigInt(b))) : all;
}

function combine(choose: (sets: ReadonlyArray<ReadonlySet<string>>) => Iterable<string>) {
  return (keys: Keys, wanted: readonly string[]) =>
    bulks(members(new Set(choose(wanted.map(key => keys.set(key) ?? new Set())))));
}

const SETS: Commands = {
  sadd: [
    -3,
    (keys, [key = '', ...values]) => {
      const set = keys.made(key, keys.set(key), new Set<string>());
      const before = set.size;
      for (const value of values) set.add(value);
      return integer(set.size - before);
    },
  ],
  srem: [
    -3,
    (keys, [key = '', ...values]) => {
      const removed = values.filter(value => keys.set(key)?.delete(value)).length;
      if (removed > 0) keys.touch(key);
      keys.removeEmpty(key);
      return integer(removed);
    },
  ],
  smembers: [2, (keys, [key = '']) => bulks(members(keys.set(key)))],
  sismember: [3, (keys, [key = '', value = '']) => integer(keys.set(key)?.has(value) ? 1 : 0)],
  scard: [2, (keys, [key = '']) => integer(keys.set(key)?.size ?? 0)],
  sinter: [
    -2,
    combine(([first = new Set(), ...rest]) => [...first].filter(each => rest.every(set => set.has(each)))),
  ],
  sunion: [-2, combine(sets => sets.flatMap(set => [...set]))],
  sdiff: [
    -2,
    combine(([first = new Set(), ...rest]) => [...first].filter(each => !rest.some(set => set.has(each)))),
  ],
};

function setFields(command: string, answer: (added: number) => string) {
  return (keys: Keys, [key = '', ...pairs]: readonly string[]) => {
    if (pairs.length % 2 === 1) throw wrongNumber(command);
    const hash = keys.made(key, keys.hash(key), new Map<string, string>());
    const before = hash.size;
    for (let at = 0; at < pairs.length; at += 2) hash.set(pairs[at] as string, pairs[at + 1] as string);
    return answer(hash.size - before);
  };
}

const HASHES: Commands = {
  hset: [-4, setFields('hset', integer)],
  hmset: [-4, setFields('hmset', () => OK)],
  hsetnx: [
    4,
    (keys, [key = '', field = '', value = '']) => {
      const found = keys.hash(key);
      if (found?.has(field)) return integer(0);
      keys.made(key, found, new Map<string, string>()).set(field, value);
      return integer(1);
    },
  ],
  hget: [3, (keys, [key = '', field = '']) => bulkOrNil(keys.hash(key)?.get(field))],
  hmget: [
    -3,
    (keys, [key = '', ...fields]) => array(fields.map(field => bulkOrNil(keys.hash(key)?.get(field)))),
  ],
  hgetall: [2, (keys, [key = '']) => bulks([...(keys.hash(key) ?? [])].flat())],
  hdel: [
    -3,
    (keys, [key = '', ...fields]) => {
      const removed = fields.filter(field => keys.hash(key)?.delete(field)).length;
      if (removed > 0) keys.touch(key);
      keys.removeEmpty(key);
      return integer(removed);
    },
  ],
  hexists: [3, (keys, [key = '', field = '']) => integer(keys.hash(key)?.has(field) ? 1 : 0)],
  hkeys: [2, (keys, [key = '']) => bulks(keys.hash(key)?.keys() ?? [])],
  hvals: [2, (keys, [key = '']) => bulks(keys.hash(key)?.values() ?? [])],
  hlen: [2, (keys, [key = '']) => integer(keys.hash(key)?.size ?? 0)],
  hincrby: [
    4,
    (keys, [key = '', field = '', by]) => {
      const step = toInteger(by);
      const text = keys.hash(key)?.get(field) ?? '0';
      if (!isInteger(text)) throw new RedisError('ERR hash value is not an integer');
      const value = Number(text) + step;
      keys.made(key, keys.hash(key), new Map<string, string>()).set(field, String(value));
      return integer(value);
    },
  ],
};

export const COLLECTION_COMMANDS: Commands = { ...LISTS, ...SETS, ...HASHES };
