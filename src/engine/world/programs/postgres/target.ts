import type { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';

const SOCKETS = '/var/run/postgresql';

/** Whom a client of postgres wants, and what for. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string;
  /** Options by their letter, each with its values in order; an empty one for those that take none. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

const LONG: Readonly<Record<string, string>> = {
  host: 'h',
  port: 'p',
  username: 'U',
  dbname: 'd',
  timeout: 't',
  command: 'c',
  file: 'f',
  variable: 'v',
  set: 'v',
  quiet: 'q',
  'tuples-only': 't',
  'no-align': 'A',
  'no-psqlrc': 'X',
  'no-password': 'w',
  'field-separator': 'F',
  pset: 'P',
  version: 'V',
  'single-transaction': '1',
};

/** The arguments of a client, `valued` being the options that take a value, and the variables in their place. */
export function targetOf({ argv, env }: Pick<ProgramContext, 'argv' | 'env'>, valued: string): Target {
  const options = new Map<string, string[]>();
  const operands: string[] = [];
  const add = (letter: string, value: string) => options.set(letter, [...(options.get(letter) ?? []), value]);
  for (let at = 1; at < argv.length; at += 1) {
    const word = argv[at] as string;
    const [, long, longValue] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (long !== undefined) {
      const letter = LONG[long] ?? long;
      if (!valued.includes(letter)) add(letter, '');
      else if (longValue !== undefined) add(letter, longValue);
      else add(letter, argv[++at] ?? '');
      continue;
    }
    if (!/^-./.test(word)) {
      operands.push(word);
      continue;
    }
    for (let index = 1; index < word.length; index += 1) {
      const letter = word[index] as string;
      if (!valued.includes(letter)) {
        add(letter, '');
        continue;
      }
      add(letter, index + 1 < word.length ? word.slice(index + 1) : (argv[++at] ?? ''));
      break;
    }
  }
  const last = (letter: string) => options.get(letter)?.at(-1);
  const uri = readUri(last('d') ?? operands[0] ?? '');
  const user = last('U') ?? operands[1] ?? uri?.user ?? env.PGUSER ?? env.USER ?? 'postgres';
  return {
    host: last('h') ?? uri?.host ?? env.PGHOST ?? SOCKETS,
    port: Number(last('p') ?? uri?.port ?? env.PGPORT ?? 5432),
    user,
    database: uri?.database ?? last('d') ?? operands[0] ?? env.PGDATABASE ?? user,
    password: uri?.password ?? env.PGPASSWORD ?? '',
    options,
  };
}

/** `postgresql://user:password@host:port/database` */
function readUri(text: string) {
  if (!/^postgres(ql)?:\/\//.test(text)) return undefined;
  try {
    const url = new URL(text);
    const or = (value: string) => (value === '' ? undefined : decodeURIComponent(value));
    return {
      user: or(url.username),
      password: or(url.password),
      host: or(url.hostname),
      port: or(url.port),
      database: or(url.pathname.slice(1)),
    };
  } catch {
    return undefined;
  }
}

export function* connect({ host, port }: Target): Sys<number | Errno | 'unknown host'> {
  const [address] = host.startsWith('/') ? ['127.0.0.1'] : yield* sys.resolve(host);
  return address === undefined ? 'unknown host' : yield* outcome(sys.connect(address, port));
}
