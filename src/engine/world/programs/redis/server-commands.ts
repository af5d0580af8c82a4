import { globPattern, Keys, type Redis, RedisError, type Session, toInteger } from './database.ts';
import { array, bulk, bulks, failure, integer, NIL, OK, simple } from './resp.ts';

/** Commands of the connection and of the server. They see all of it. */
export type ServerCommands = Readonly<
  Record<
    string,
    readonly [arity: number, run: (redis: Redis, session: Session, args: readonly string[]) => string]
  >
>;

/** What redis 7 knows besides and the stand-in does not. */
const KNOWN =
  'acl append asking auth bgrewriteaof bgsave bitcount bitfield bitfield_ro bitop bitpos blmove blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin client cluster command config copy dbsize debug decr decrby del discard dump echo eval eval_ro evalsha evalsha_ro exec exists expire expireat expiretime failover fcall fcall_ro flushall flushdb function geoadd geodist geohash geopos georadius georadius_ro georadiusbymember georadiusbymember_ro geosearch geosearchstore get getbit getdel getex getrange getset hdel hello hexists hget hgetall hincrby hincrbyfloat hkeys hlen hmget hmset hrandfield hscan hset hsetnx hstrlen hvals incr incrby incrbyfloat info keys lastsave latency lcs lindex linsert llen lmove lmpop lolwut lpop lpos lpush lpushx lrange lrem lset ltrim memory mget migrate module monitor move mset msetnx multi object persist pexpire pexpireat pexpiretime pfadd pfcount pfdebug pfmerge pfselftest ping psetex psubscribe psync pttl publish pubsub punsubscribe quit randomkey readonly readwrite rename renamenx replconf replicaof reset restore restore-asking role rpop rpoplpush rpush rpushx sadd save scan scard script sdiff sdiffstore select set setbit setex setnx setrange shutdown sinter sintercard sinterstore sismember slaveof slowlog smembers smismember smove sort sort_ro spop spublish srandmember srem sscan ssubscribe strlen subscribe substr sunion sunionstore sunsubscribe swapdb sync time touch ttl type unlink unsubscribe unwatch wait watch xack xadd xautoclaim xclaim xdel xgroup xinfo xlen xpending xrange xread xreadgroup xrevrange xsetid xtrim zadd zcard zcount zdiff zdiffstore zincrby zinter zintercard zinterstore zlexcount zmpop zmscore zpopmax zpopmin zrandmember zrange zrangebylex zrangebyscore zrangestore zrank zrem zremrangebylex zremrangebyrank zremrangebyscore zrevrange zrevrangebylex zrevrangebyscore zrevrank zscan zscore zunion zunionstore'.split(
    ' ',
  );

export const isKnown = (command: string) => KNOWN.includes(command);

const wrongNumber = (command: string) =>
  new RedisError(`ERR wrong number of arguments for '${command}' command`);

function config(redis: Redis, _: Session, [verb = '', ...args]: readonly string[]): string {
  const word = verb.toUpperCase();
  if (word === 'GET') {
    const matchers = args.map(pattern => globPattern(pattern.toLowerCase()));
    const found = [...redis.settings].filter(([name]) => matchers.some(matcher => matcher.test(name)));
    return bulks(found.flat());
  }
  if (word === 'SET' && args.length > 0 && args.length % 2 === 0) {
    for (let at = 0; at < args.length; at += 2)
      redis.settings.set((args[at] as string).toLowerCase(), args[at + 1] as string);
    return OK;
  }
  if (word === 'RESETSTAT' || word === 'REWRITE') return OK;
  throw new RedisError(`ERR unknown subcommand '${verb}'. Try CONFIG HELP.`);
}

function client(_: Redis, session: Session, [verb = '', value = '']: readonly string[]): string {
  const word = verb.toUpperCase();
  if (word === 'ID') return integer(session.id);
  if (word === 'GETNAME') return session.name === '' ? NIL : bulk(session.name);
  if (word === 'SETNAME') session.name = value;
  if (/^(SETNAME|SETINFO|NO-EVICT|NO-TOUCH)$/.test(word)) return OK;
  throw new RedisError(`ERR unknown subcommand '${verb}'. Try CLIENT HELP.`);
}

/** The sections that clients read: who it is, whether it is loading, how much it holds. */
function info(redis: Redis, _: Session, wanted: readonly string[]): string {
  const upS = Math.floor((redis.nowMs - redis.startedMs) / 1000);
  const keyspace = [...redis.databases]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, { expiries }]) => {
      const keys = new Keys(redis, index).all().length;
      return keys === 0 ? [] : [`db${index}:keys=${keys},expires=${expiries.size},avg_ttl=0`];
    });
  const sections: Record<string, readonly string[]> = {
    Server: [
      `redis_version:${redis.version}`,
      'redis_mode:standalone',
      'os:Linux',
      'process_id:1',
      'tcp_port:6379',
      `uptime_in_seconds:${upS}`,
    ],
    Clients: [`connected_clients:${redis.sessions.size}`],
    Persistence: ['loading:0'],
    Stats: [`total_connections_received:${redis.nextId - 1}`, `total_commands_processed:${redis.commands}`],
    Replication: ['role:master', 'connected_slaves:0'],
    Cluster: ['cluster_enabled:0'],
    Keyspace: keyspace,
  };
  const names = wanted.map(name => name.toLowerCase());
  const all = names.length === 0 || names.some(name => /^(all|default|everything)$/.test(name));
  const shown = Object.entries(sections).filter(([name]) => all || names.includes(name.toLowerCase()));
  return bulk(
    shown.map(([name, lines]) => `# ${name}\r\n${lines.map(line => `${line}\r\n`).join('')}`).join('\r\n'),
  );
}

function hello(redis: Redis, session: Session, [protocol, ...rest]: readonly string[]): string {
  if (protocol !== undefined && protocol !== '2')
    throw new RedisError('NOPROTO unsupported protocol version');
  if (rest.length > 0) authenticate(redis, session, rest.slice(1));
  const facts: ReadonlyArray<readonly [string, string]> = [
    ['server', bulk('redis')],
    ['version', bulk(redis.version)],
    ['proto', integer(2)],
    ['id', integer(session.id)],
    ['mode', bulk('standalone')],
    ['role', bulk('master')],
    ['modules', array([])],
  ];
  return array(facts.flatMap(([name, value]) => [bulk(name), value]));
}

function authenticate(redis: Redis, session: Session, args: readonly string[]): string {
  const password = redis.settings.get('requirepass') ?? '';
  if (password === '' && args.length === 1) {
    throw new RedisError(
      'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    );
  }
  const user = args.length === 1 ? 'default' : args[0];
  if (user !== 'default' || (password !== '' && args.at(-1) !== password)) {
    throw new RedisError('WRONGPASS invalid username-password pair or user is disabled.');
  }
  session.authenticated = true;
  return OK;
}

export const SERVER_COMMANDS: ServerCommands = {
  ping: [
    -1,
    (_, __, args) => {
      if (args.length > 1) throw wrongNumber('ping');
      return args[0] === undefined ? simple('PONG') : bulk(args[0]);
    },
  ],
  echo: [2, (_, __, [text = '']) => bulk(text)],
  select: [
    2,
    (redis, session, [text]) => {
      const index = Number(text);
      if (!Number.isInteger(index)) throw new RedisError('ERR value is not an integer or out of range');
      if (index < 0 || index >= Number(redis.settings.get('databases')))
        throw new RedisError('ERR DB index is out of range');
      session.database = index;
      return OK;
    },
  ],
  quit: [
    -1,
    (_, session) => {
      session.closing = true;
      return OK;
    },
  ],
  auth: [-2, authenticate],
  hello: [-1, hello],
  info: [-1, info],
  config: [-2, config],
  client: [-2, client],
  // Clients ask for it at the start, and do without.
  command: [-1, () => array([])],
  flushall: [
    -1,
    redis => {
      for (const index of redis.databases.keys()) new Keys(redis, index).clear();
      return OK;
    },
  ],
  time: [
    1,
    ({ nowMs }) =>
      array([bulk(String(Math.floor(nowMs / 1000))), bulk(String(Math.round((nowMs % 1000) * 1000)))]),
  ],
  swapdb: [
    3,
    (redis, _, [a, b]) => {
      const [first, second] = [toInteger(a), toInteger(b)].map(index => new Keys(redis, index).database);
      redis.databases.set(toInteger(a), second as NonNullable<typeof second>);
      redis.databases.set(toInteger(b), first as NonNullable<typeof first>);
      return OK;
    },
  ],
  multi: [
    1,
    (_, session) => {
      if (session.queue !== undefined) return failure('ERR MULTI calls can not be nested');
      session.queue = [];
      session.refused = false;
      return OK;
    },
  ],
  discard: [
    1,
    (_, session) => {
      if (session.queue === undefined) throw new RedisError('ERR DISCARD without MULTI');
      session.queue = undefined;
      session.watched = new Map();
      return OK;
    },
  ],
  watch: [
    -2,
    (redis, session, watched) => {
      if (session.queue !== undefined) return failure('ERR WATCH inside MULTI is not allowed');
      const keys = new Keys(redis, session.database);
      for (const key of watched) {
        keys.get(key);
        session.watched.set(`${session.database}/${key}`, keys.database.changes.get(key) ?? 0);
      }
      return OK;
    },
  ],
  unwatch: [
    1,
    (_, session) => {
      session.watched = new Map();
      return OK;
    },
  ],
};
