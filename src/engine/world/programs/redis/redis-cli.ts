import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Running, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { lineReader } from '../input.ts';
import { complain } from '../output.ts';
import { decodeBytes, encodeBytes } from '../text.ts';
import { bulks, parseReply, type Reply } from './resp.ts';

interface Options {
  host: string;
  port: number;
  database: string | undefined;
  password: string | undefined;
  raw: boolean | undefined;
  failing: boolean;
  command: readonly string[];
}

function optionsOf(args: readonly string[], env: Readonly<Record<string, string>>): Options | string {
  const options: Options = {
    ...{ host: '127.0.0.1', port: 6379, database: undefined, password: env.REDISCLI_AUTH },
    ...{ raw: undefined, failing: false, command: [] },
  };
  let at = 0;
  for (; args[at]?.startsWith('-'); at += 1) {
    const [option, value] = [args[at] as string, args[at + 1]];
    if (option === '--raw') options.raw = true;
    else if (option === '--no-raw') options.raw = false;
    else if (option === '-e') options.failing = true;
    else if (option === '--no-auth-warning') continue;
    else if (value === undefined || !/^-[hpna]$|^--pass$/.test(option)) return option;
    else {
      if (option === '-h') options.host = value;
      if (option === '-p') options.port = Number(value);
      if (option === '-n') options.database = value;
      if (option === '-a' || option === '--pass') options.password = value;
      at += 1;
    }
  }
  options.command = args.slice(at);
  return options;
}

/** redis-cli with a command, or with commands on its standard input. */
export function* redisCli({ argv, env }: ProgramContext): Running {
  const options = optionsOf(argv.slice(1), env);
  if (typeof options === 'string') {
    yield* sys.unsimulated(`the option ${options}`);
    yield* complain(`dockless: redis-cli ${options} is not simulated`);
    return 127;
  }
  const { host, port } = options;
  const [address] = yield* sys.resolve(host);
  const fd = address === undefined ? undefined : yield* outcome(sys.connect(address, port));
  if (fd === undefined || fd instanceof Errno) {
    const reason = fd instanceof Errno ? fd.message : 'Name or service not known';
    yield* complain(`Could not connect to Redis at ${host}:${port}: ${reason}`);
    return 1;
  }
  const raw = options.raw ?? !(yield* sys.isatty(1));
  const ask = connection(fd);
  if (options.password !== undefined) yield* ask(['AUTH', options.password]);
  if (options.database !== undefined) yield* ask(['SELECT', options.database]);
  if (options.command.length > 0) return yield* show(ask, options.command, raw, options.failing);
  const lines = lineReader(0);
  for (let line = yield* lines.next(); line !== undefined; line = yield* lines.next()) {
    const words = Array.from(
      line.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|(\S+)/g),
      ([, a, b, c]) => a ?? b ?? c ?? '',
    );
    if (words[0] === 'quit' || words[0] === 'exit') return 0;
    if (words.length > 0) yield* show(ask, words, raw, false);
  }
  return 0;
}

type Ask = (words: readonly string[]) => Sys<Reply | undefined>;

function connection(fd: number): Ask {
  let input = '';
  return function* (words) {
    yield* sys.write(fd, encodeBytes(bulks(words.map(word => decodeBytes(new TextEncoder().encode(word))))));
    for (;;) {
      const parsed = parseReply(input);
      if (parsed !== undefined) {
        input = input.slice(parsed.next);
        return parsed.reply;
      }
      const data = yield* sys.read(fd);
      if (data.length === 0) return undefined;
      input += decodeBytes(data);
    }
  };
}

function* show(ask: Ask, words: readonly string[], raw: boolean, failing: boolean): Sys<number> {
  const reply = yield* ask(words);
  if (reply === undefined) {
    yield* complain('Error: Server closed the connection');
    return 1;
  }
  yield* sys.write(1, encodeBytes(raw ? `${rawText(reply)}\n` : shownText(reply, '')));
  // A failed command is followed by an empty line where nobody looks at a terminal.
  if (raw && reply.kind === 'error') yield* sys.write(1, '\n');
  return reply.kind === 'error' && failing ? 1 : 0;
}

function rawText(reply: Reply): string {
  if (reply.kind === 'nil') return '';
  return reply.kind === 'array' ? reply.items.map(rawText).join('\n') : reply.text;
}

/** As for people: `(integer) 1`, `"text"`, numbered lists. */
function shownText(reply: Reply, indent: string): string {
  if (reply.kind === 'nil') return '(nil)\n';
  if (reply.kind === 'simple') return `${reply.text}\n`;
  if (reply.kind === 'error') return `(error) ${reply.text}\n`;
  if (reply.kind === 'integer') return `(integer) ${reply.text}\n`;
  if (reply.kind !== 'array') return `"${reply.text.replace(/["\\]|[^ -~]/g, escaped)}"\n`;
  if (reply.items.length === 0) return '(empty array)\n';
  const width = String(reply.items.length).length;
  const inner = indent + ' '.repeat(width + 2);
  return reply.items
    .map((item, index) => {
      const number = `${index + 1}) `.padStart(width + 2);
      return `${index === 0 ? '' : indent}${number}${shownText(item, inner)}`;
    })
    .join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
};

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
