import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Running, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { complain } from '../output.ts';
import { decodeBytes, encodeBytes } from '../text.ts';

const SOCKETS = '/var/run/postgresql';

interface Target {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly quiet: boolean;
}

/** `-h HOST -p PORT -U USER`, in one word or two, and the variables in their place. */
function targetOf({ argv, env }: ProgramContext): Target {
  const options = new Map<string, string>();
  const long: Readonly<Record<string, string>> = {
    '--host': 'h',
    '--port': 'p',
    '--username': 'U',
    '--dbname': 'd',
  };
  for (let at = 1; at < argv.length; at += 1) {
    const [, name = '', value] =
      /^(--[a-z]+)=(.*)$/.exec(argv[at] ?? '') ?? /^-([hpUdt])(.*)$/.exec(argv[at] ?? '') ?? [];
    const letter = long[name] ?? name;
    if (letter === '') continue;
    if (value) options.set(letter, value);
    else {
      at += 1;
      options.set(letter, argv[at] ?? '');
    }
  }
  return {
    host: options.get('h') ?? env.PGHOST ?? SOCKETS,
    port: Number(options.get('p') ?? env.PGPORT ?? 5432),
    user: options.get('U') ?? env.PGUSER ?? 'postgres',
    quiet: argv.includes('-q') || argv.includes('--quiet'),
  };
}

function* connect({ host, port }: Target): Sys<number | Errno | 'unknown host'> {
  const [address] = host.startsWith('/') ? ['127.0.0.1'] : yield* sys.resolve(host);
  return address === undefined ? 'unknown host' : yield* outcome(sys.connect(address, port));
}

/** What the server says to a startup packet; empty where it hung up. */
function* greet(fd: number, { user }: Target): Sys<string> {
  const body = `\0\x03\0\0user\0${user}\0database\0${user}\0\0`;
  yield* outcome(sys.write(fd, encodeBytes(`\0\0\0${String.fromCharCode(body.length + 4)}${body}`)));
  const data = yield* outcome(sys.read(fd));
  yield* outcome(sys.close(fd));
  return data instanceof Errno ? '' : decodeBytes(data);
}

/** 0: the server answers, whatever it says; 2: nobody does. */
export function* pgIsReady(context: ProgramContext): Running {
  const target = targetOf(context);
  const fd = yield* connect(target);
  const isReady = typeof fd === 'number' && (yield* greet(fd, target)) !== '';
  const text = `${target.host}:${target.port} - ${isReady ? 'accepting connections' : 'no response'}\n`;
  if (!target.quiet) yield* sys.write(1, text);
  return isReady ? 0 : 2;
}

/** psql and its kin get as far as the server's refusal. */
export function* psql(context: ProgramContext): Running {
  const target = targetOf(context);
  const name = context.argv[0]?.split('/').at(-1) ?? 'psql';
  const where = target.host.startsWith('/')
    ? `connection to server on socket "${target.host}/.s.PGSQL.${target.port}" failed`
    : `connection to server at "${target.host}", port ${target.port} failed`;
  const fd = yield* connect(target);
  if (fd === 'unknown host') {
    yield* complain(
      `${name}: error: could not translate host name "${target.host}" to address: Name or service not known`,
    );
    return 2;
  }
  if (fd instanceof Errno) {
    const running = target.host.startsWith('/')
      ? 'Is the server running locally and accepting connections on that socket?'
      : 'Is the server running on that host and accepting TCP/IP connections?';
    const reason = target.host.startsWith('/') ? 'No such file or directory' : fd.message;
    yield* complain(`${name}: error: ${where}: ${reason}\n\t${running}`);
    return 2;
  }
  const said = yield* greet(fd, target);
  const message = /\0M([^\0]*)/.exec(said)?.[1];
  yield* complain(
    `${name}: error: ${where}: ${message === undefined ? 'server closed the connection unexpectedly' : `FATAL:  ${message}`}`,
  );
  return 2;
}
