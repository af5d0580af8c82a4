import { COLLECTION_COMMANDS } from './collection-commands.ts';
import { databaseOf, Keys, type Redis, RedisError, type Session } from './database.ts';
import { KEY_COMMANDS } from './key-commands.ts';
import { array, failure, NIL_ARRAY, simple } from './resp.ts';
import { isKnown, SERVER_COMMANDS } from './server-commands.ts';
import { STRING_COMMANDS } from './string-commands.ts';

/** Commands on the keys of one database. A positive arity is exact, a negative one the least; the name counts. */
export type Commands = Readonly<
  Record<string, readonly [arity: number, run: (keys: Keys, args: readonly string[]) => string]>
>;

const ON_KEYS: Commands = { ...STRING_COMMANDS, ...KEY_COMMANDS, ...COLLECTION_COMMANDS };

/** What a request gives; with `unsimulated` where the real server would do more. */
export interface Answer {
  readonly reply: string;
  readonly unsimulated?: string;
}

/** Takes a request: runs it, or queues it after MULTI. */
export function execute(redis: Redis, session: Session, request: readonly string[]): Answer {
  const name = (request[0] as string).toLowerCase();
  redis.commands += 1;
  const refusal = refuse(redis, session, name, request);
  if (refusal !== undefined) {
    session.refused ||= session.queue !== undefined;
    return refusal;
  }
  if (name === 'exec') return { reply: runQueue(redis, session) };
  if (session.queue !== undefined && !/^(multi|discard|watch|quit)$/.test(name)) {
    session.queue.push([...request]);
    return { reply: simple('QUEUED') };
  }
  return { reply: run(redis, session, request) };
}

function refuse(
  redis: Redis,
  session: Session,
  name: string,
  request: readonly string[],
): Answer | undefined {
  const arity = name === 'exec' ? 1 : entry(name)?.[0];
  if (arity === undefined) return unknown(name, request);
  if (arity < 0 ? request.length < -arity : request.length !== arity) {
    return { reply: failure(`ERR wrong number of arguments for '${name}' command`) };
  }
  const needsPassword = (redis.settings.get('requirepass') ?? '') !== '' && !session.authenticated;
  if (needsPassword && !/^(auth|hello|quit)$/.test(name)) {
    return { reply: failure('NOAUTH Authentication required.') };
  }
  return undefined;
}

const own = <T>(table: Readonly<Record<string, T>>, name: string) =>
  Object.hasOwn(table, name) ? table[name] : undefined;
const entry = (name: string) => own(SERVER_COMMANDS, name) ?? own(ON_KEYS, name);

function unknown(name: string, [shown = '', ...args]: readonly string[]): Answer {
  if (isKnown(name)) {
    const reply = failure(`ERR dockless does not simulate the command '${name}'`);
    return { reply, unsimulated: `the command ${name}` };
  }
  const given = args.map(arg => `'${arg.slice(0, 128)}' `).join('');
  return {
    reply: failure(`ERR unknown command '${shown.slice(0, 128)}', with args beginning with: ${given}`),
  };
}

function run(redis: Redis, session: Session, [name = '', ...args]: readonly string[]): string {
  const key = name.toLowerCase();
  try {
    const server = own(SERVER_COMMANDS, key);
    if (server !== undefined) return server[1](redis, session, args);
    return own(ON_KEYS, key)?.[1](new Keys(redis, session.database), args) ?? '';
  } catch (error) {
    if (error instanceof RedisError) return failure(error.message);
    throw error;
  }
}

function runQueue(redis: Redis, session: Session): string {
  const { queue, refused, watched } = session;
  if (queue === undefined) return failure('ERR EXEC without MULTI');
  session.queue = undefined;
  session.watched = new Map();
  if (refused) return failure('EXECABORT Transaction discarded because of previous errors.');
  for (const [place, change] of watched) {
    const [index = '', key = ''] = /^(\d+)\/([\s\S]*)$/.exec(place)?.slice(1) ?? [];
    new Keys(redis, Number(index)).get(key);
    if ((databaseOf(redis, Number(index)).changes.get(key) ?? 0) !== change) return NIL_ARRAY;
  }
  return array(queue.map(request => run(redis, session, request)));
}
