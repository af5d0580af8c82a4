import { Errno } from '../../process/errno.ts';
import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Running, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { strftime } from '../strftime.ts';
import { decodeBytes, encodeBytes } from '../text.ts';
import { execute } from './commands.ts';
import type { Redis, Session } from './database.ts';
import { failure, parseRequest } from './resp.ts';

/** What a checkpoint keeps: the server as it is, and where it listens. */
interface Start {
  readonly redis: Redis;
  readonly listener: number;
}

/** After so many requests, and as many again as there are keys, the record is cut. */
const REQUESTS_A_CHECKPOINT = 5_000;

const { TERM, INT } = SIGNAL_NUMBERS;

/**
 * A stand-in for redis-server (and valkey-server): the common commands over RESP2, expiry on the engine's clock.
 * Nothing is saved to disk.
 */
export function* redisServer(context: ProgramContext): Running {
  const started = (context.start as Start | undefined) ?? (yield* begin(context));
  if (started === undefined) return 1;
  const { listener } = started;
  const redis = structuredCopy(started.redis);
  for (;;) {
    const keys = Array.from(redis.databases.values(), ({ values }) => values.size).reduce((a, b) => a + b, 0);
    yield* sys.checkpoint({ redis: structuredCopy(redis), listener } satisfies Start);
    const until = redis.commands + REQUESTS_A_CHECKPOINT + keys;
    while (redis.commands < until) {
      const ready = yield* outcome(sys.poll([listener, ...redis.sessions.keys()]));
      if (ready instanceof Errno) {
        const signals = yield* sys.takeSignals();
        if (signals.some(signal => signal === TERM || signal === INT))
          return yield* shutDown(signals[0] === INT);
        continue;
      }
      redis.nowMs = Number(yield* sys.now()) / 1e6;
      for (const fd of ready) {
        if (fd === listener) yield* accept(redis, listener);
        else yield* serve(redis, redis.sessions.get(fd));
      }
    }
  }
}

/** Sessions and collections are changed in place, and what a checkpoint holds may not be. */
function structuredCopy(redis: Redis): Redis {
  return {
    ...redis,
    databases: new Map(
      Array.from(redis.databases, ([index, { values, expiries, changes }]) => [
        index,
        {
          values: new Map(Array.from(values, copyEntry)),
          expiries: new Map(expiries),
          changes: new Map(changes),
        },
      ]),
    ),
    sessions: new Map(
      Array.from(redis.sessions, ([fd, session]) => [
        fd,
        { ...session, queue: session.queue?.slice(), watched: new Map(session.watched) },
      ]),
    ),
    settings: new Map(redis.settings),
  };
}

function copyEntry<K, V>([key, value]: [K, V]): [K, V] {
  if (Array.isArray(value)) return [key, value.slice() as V];
  if (value instanceof Set) return [key, new Set(value) as V];
  return [key, value instanceof Map ? (new Map(value) as V) : value];
}

function* begin({ argv, env }: ProgramContext): Sys<Start | undefined> {
  const settings = settingsOf(argv.slice(1));
  const version = versionOf(env);
  for (const signal of [TERM, INT]) yield* sys.signalAction(signal, 'catch');
  yield* log('C', '*', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
  yield* log('C', '*', `Redis version=${version}, bits=64, commit=00000000, modified=0, pid=1, just started`);
  yield* log('C', '*', 'dockless stand-in: the common commands, and nothing is saved to disk');
  const port = Number(settings.get('port'));
  const listener = yield* outcome(sys.listen(port));
  if (listener instanceof Errno) {
    yield* log(
      'M',
      '#',
      `Warning: Could not create server TCP listening socket *:${port}: bind: ${listener.message}`,
    );
    yield* log('M', '#', `Failed listening on port ${port} (tcp), aborting.`);
    return undefined;
  }
  yield* log('M', '*', `Running mode=standalone, port=${port}.`);
  yield* log('M', '*', 'Server initialized');
  yield* log('M', '*', `Ready to accept connections${Number.parseFloat(version) >= 7.2 ? ' tcp' : ''}`);
  const nowMs = Number(yield* sys.now()) / 1e6;
  const redis: Redis = {
    databases: new Map(),
    sessions: new Map(),
    ...{ settings, version, nowMs, startedMs: nowMs, changes: 0, commands: 0, nextId: 1 },
  };
  return { redis, listener };
}

/** `--requirepass secret --port 6380`, over the defaults that clients ask for. */
function settingsOf(args: readonly string[]): Map<string, string> {
  const settings = new Map([
    ['port', '6379'],
    ['databases', '16'],
    ['maxmemory', '0'],
    ['maxmemory-policy', 'noeviction'],
    ['appendonly', 'no'],
    ['save', ''],
    ['requirepass', ''],
    ['notify-keyspace-events', ''],
    ['timeout', '0'],
  ]);
  let name = '';
  for (const arg of args) {
    if (arg.startsWith('--')) {
      name = arg.slice(2).toLowerCase();
      settings.set(name, '');
    } else if (name !== '') settings.set(name, [settings.get(name), arg].filter(Boolean).join(' '));
  }
  return settings;
}

function versionOf(env: Readonly<Record<string, string>>): string {
  const known = env.REDIS_VERSION ?? env.VALKEY_VERSION ?? env.REDIS_DOWNLOAD_URL;
  return /\d+\.\d+\.\d+/.exec(known ?? '')?.[0] ?? '8.2.3';
}

function* log(role: 'C' | 'M', level: '*' | '#', message: string): Sys<void> {
  const now = yield* sys.now();
  const ms = String((now / 1_000_000n) % 1000n).padStart(3, '0');
  yield* sys.write(1, `1:${role} ${strftime('%d %b %Y %H:%M:%S', now)}.${ms} ${level} ${message}\n`);
}

function* shutDown(interrupted: boolean): Sys<number> {
  const seconds = (yield* sys.now()) / 1_000_000_000n;
  const signal = interrupted ? 'SIGINT' : 'SIGTERM';
  yield* sys.write(1, `1:signal-handler (${seconds}) Received ${signal} scheduling shutdown...\n`);
  yield* log('M', '*', 'User requested shutdown...');
  yield* log('M', '#', 'Redis is now ready to exit, bye bye...');
  return 0;
}

function* accept(redis: Redis, listener: number): Sys<void> {
  const { fd } = yield* sys.accept(listener);
  const { nextId: id } = redis;
  redis.nextId += 1;
  const session: Session = {
    ...{ fd, id, input: '', database: 0, queue: undefined, refused: false, name: '', closing: false },
    watched: new Map(),
    authenticated: false,
  };
  redis.sessions.set(fd, session);
}

function* serve(redis: Redis, session: Session | undefined): Sys<void> {
  if (session === undefined) return;
  const data = yield* outcome(sys.read(session.fd));
  if (data instanceof Errno || data.length === 0) return yield* leave(redis, session);
  session.input += decodeBytes(data);
  let replies = '';
  let at = 0;
  while (!session.closing) {
    const parsed = parseRequest(session.input, at);
    if (parsed === undefined) break;
    if ('problem' in parsed) {
      replies += failure(parsed.problem);
      session.closing = true;
      break;
    }
    at = parsed.next;
    if (parsed.args.length === 0) continue;
    const { reply, unsimulated } = execute(redis, session, parsed.args);
    if (unsimulated !== undefined) yield* sys.unsimulated(unsimulated);
    replies += reply;
  }
  session.input = session.input.slice(at);
  const written = replies === '' ? 0 : yield* outcome(sys.write(session.fd, encodeBytes(replies)));
  if (session.closing || written instanceof Errno) yield* leave(redis, session);
}

function* leave(redis: Redis, { fd }: Session): Sys<void> {
  redis.sessions.delete(fd);
  yield* outcome(sys.close(fd));
}
