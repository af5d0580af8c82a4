import type { Commands } from './commands.ts';
import { globPattern, type Keys, RedisError, toInteger, type Value } from './database.ts';
import { array, bulk, bulks, integer, OK, simple } from './resp.ts';

function typeOf(value: Value | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return 'string';
  if (Array.isArray(value)) return 'list';
  return value instanceof Set ? 'set' : 'hash';
}

const count = (wanted: readonly string[], holds: (key: string) => boolean) =>
  integer(wanted.filter(holds).length);

function expire(unitMs: number, from: 'now' | 'epoch') {
  return (keys: Keys, [key = '', time, condition = '']: readonly string[]) => {
    const atMs = toInteger(time) * unitMs + (from === 'now' ? keys.nowMs : 0);
    const known = keys.get(key) !== undefined;
    const has = keys.database.expiries.get(key);
    const word = condition.toUpperCase();
    if (!known || (word === 'NX' && has !== undefined) || (word === 'XX' && has === undefined))
      return integer(0);
    if (word === 'GT' && (has === undefined || atMs <= has)) return integer(0);
    if (word === 'LT' && has !== undefined && atMs >= has) return integer(0);
    keys.expireAt(key, atMs);
    return integer(1);
  };
}

function remaining(unitMs: number) {
  return (keys: Keys, [key = '']: readonly string[]) => {
    if (keys.get(key) === undefined) return integer(-2);
    const at = keys.database.expiries.get(key);
    return integer(at === undefined ? -1 : Math.floor((at - keys.nowMs + unitMs / 2) / unitMs));
  };
}

/** All at once: a cursor of 0 says that there is no more. */
function scan(keys: Keys, [cursor, ...options]: readonly string[]): string {
  if (!/^\d+$/.test(cursor ?? '')) throw new RedisError('ERR invalid cursor');
  let found = keys.all();
  for (let at = 0; at < options.length; at += 2) {
    const [word = '', value] = [options[at]?.toUpperCase(), options[at + 1]];
    if (value === undefined || !/^(MATCH|COUNT|TYPE)$/.test(word)) throw new RedisError('ERR syntax error');
    if (word === 'MATCH') found = found.filter(key => globPattern(value).test(key));
    if (word === 'TYPE') found = found.filter(key => typeOf(keys.get(key)) === value);
  }
  return array([bulk('0'), bulks(found)]);
}

export const KEY_COMMANDS: Commands = {
  del: [-2, (keys, wanted) => count(wanted, key => keys.get(key) !== undefined && keys.remove(key))],
  unlink: [-2, (keys, wanted) => count(wanted, key => keys.get(key) !== undefined && keys.remove(key))],
  exists: [-2, (keys, wanted) => count(wanted, key => keys.get(key) !== undefined)],
  type: [2, (keys, [key = '']) => simple(typeOf(keys.get(key)))],
  keys: [
    2,
    (keys, [pattern = '']) => {
      const matcher = globPattern(pattern);
      return bulks(keys.all().filter(key => matcher.test(key)));
    },
  ],
  scan: [-2, scan],
  rename: [
    3,
    (keys, [key = '', name = '']) => {
      const value = keys.get(key);
      if (value === undefined) throw new RedisError('ERR no such key');
      const expiry = keys.database.expiries.get(key);
      keys.remove(key);
      keys.put(name, value);
      if (expiry !== undefined) keys.expireAt(name, expiry);
      return OK;
    },
  ],
  expire: [-3, expire(1000, 'now')],
  pexpire: [-3, expire(1, 'now')],
  expireat: [-3, expire(1000, 'epoch')],
  pexpireat: [-3, expire(1, 'epoch')],
  ttl: [2, remaining(1000)],
  pttl: [2, remaining(1)],
  persist: [
    2,
    (keys, [key = '']) => integer(keys.get(key) !== undefined && keys.database.expiries.delete(key) ? 1 : 0),
  ],
  dbsize: [1, keys => integer(keys.all().length)],
  flushdb: [
    -1,
    keys => {
      keys.clear();
      return OK;
    },
  ],
};
