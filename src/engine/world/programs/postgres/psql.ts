import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Running, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { readAll, readFile } from '../input.ts';
import { complain } from '../output.ts';
import { decodeText, encodeText, joinBytes } from '../text.ts';
import {
  columnsOf,
  fieldsOf,
  type Message,
  message,
  query,
  startupPacket,
  takeMessage,
  valuesOf,
} from './messages.ts';
import { type Form, formOf, tableText } from './psql-table.ts';
import { connect, type Target, targetOf } from './target.ts';

/** psql's way to end: 1 an error of its own or of a command, 2 no connection, 3 an error in a script that stops at errors. */
class PsqlExit extends Error {
  override readonly name = 'PsqlExit';
  readonly status: number;

  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}

/**
 * psql for scripts: -c, -f and standard input, -t, -A, -F, -q, ON_ERROR_STOP. Its backslash commands and its prompt are not
 * simulated. Other clients (createdb, pg_dump) get no further than the connection.
 */
export function* psql(context: ProgramContext): Running {
  const name = context.argv[0]?.split('/').at(-1) ?? 'psql';
  const target = targetOf(context, 'hpUdcfvFPRTLo');
  try {
    const client = new Client(name, target);
    yield* client.open();
    if (name !== 'psql') {
      yield* sys.unsimulated(name);
      yield* complain(`${name}: dockless does not simulate ${name}`);
      return 127;
    }
    return yield* runAll(client, target);
  } catch (error) {
    if (error instanceof PsqlExit) return error.status;
    throw error;
  }
}

function* runAll(client: Client, { options }: Target): Sys<number> {
  const commands = options.get('c') ?? [];
  const files = options.get('f') ?? [];
  for (const command of commands) {
    if (!(yield* client.run(command, undefined))) return 1;
  }
  const stops = (options.get('v') ?? []).some(each => /^ON_ERROR_STOP(=(1|on|true))?$/i.test(each));
  for (const file of files.length === 0 && commands.length === 0 ? ['-'] : files) {
    const content = yield* outcome(file === '-' ? readAll(0) : readFile(file));
    if (content instanceof Errno) {
      yield* complain(`psql: error: ${file}: ${content.message}`);
      return 1;
    }
    // Standard input that nobody asked for with -f is like a terminal.
    const isPiped = files.length === 0;
    const shown = file === '-' ? '<stdin>' : file;
    for (const { sql, line } of statementsOf(decodeText(content))) {
      if (!(yield* client.run(sql, isPiped ? undefined : `psql:${shown}:${line}: `)) && stops) return 3;
    }
  }
  return 0;
}

/** The statements of a script, each with the line it ends on; quotes, comments and dollar quotes are heeded. */
function statementsOf(script: string): Array<{ readonly sql: string; readonly line: number }> {
  const found: Array<{ sql: string; line: number }> = [];
  const piece =
    /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*?\1|;|[^;'"$/-]+|[\s\S]/g;
  let sql = '';
  let line = 1;
  for (const [text] of script.matchAll(piece)) {
    line += text.split('\n').length - 1;
    if (text !== ';') {
      sql += text.startsWith('--') ? '' : text;
      continue;
    }
    if (sql.trim() !== '') found.push({ sql: `${sql.trim()};`, line });
    sql = '';
  }
  if (sql.trim() !== '') found.push({ sql: sql.trim(), line });
  return found;
}

/** A connection to a server. */
class Client {
  readonly #name: string;
  readonly #target: Target;
  readonly #form: Form;
  #fd = -1;
  #input: Uint8Array = new Uint8Array(0);

  constructor(name: string, target: Target) {
    this.#name = name;
    this.#target = target;
    this.#form = formOf(target.options);
  }

  *open(): Sys<void> {
    const { host, port, user, database, password } = this.#target;
    const fd = yield* connect(this.#target);
    if (fd === 'unknown host') {
      const problem = 'Name or service not known';
      return yield* this.#fail(`could not translate host name "${host}" to address: ${problem}`);
    }
    const isSocket = host.startsWith('/');
    const where = isSocket
      ? `connection to server on socket "${host}/.s.PGSQL.${port}" failed`
      : `connection to server at "${host}", port ${port} failed`;
    if (fd instanceof Errno) {
      const question = isSocket
        ? 'Is the server running locally and accepting connections on that socket?'
        : 'Is the server running on that host and accepting TCP/IP connections?';
      const reason = isSocket ? 'No such file or directory' : fd.message;
      return yield* this.#fail(`${where}: ${reason}\n\t${question}`);
    }
    this.#fd = fd;
    yield* outcome(sys.write(fd, startupPacket(user, database)));
    for (;;) {
      const reply = yield* this.#next();
      if (reply === undefined)
        return yield* this.#fail(`${where}: server closed the connection unexpectedly`);
      if (reply.type === 'Z') return;
      if (reply.type === 'E') return yield* this.#fail(`${where}: FATAL:  ${fieldsOf(reply).get('M')}`);
      if (reply.type !== 'R' || reply.body[3] === 0) continue;
      if (password === '') return yield* this.#fail(`${where}: fe_sendauth: no password supplied`);
      yield* outcome(sys.write(fd, message('p', joinBytes([encodeText(password), new Uint8Array(1)]))));
    }
  }

  *#fail(reason: string): Sys<never> {
    yield* complain(`${this.#name}: error: ${reason}`);
    throw new PsqlExit(2);
  }

  *#next(): Sys<Message | undefined> {
    for (;;) {
      const found = takeMessage(this.#input);
      if (found !== undefined) {
        this.#input = this.#input.subarray(found.whole.length);
        return found;
      }
      const data = yield* outcome(sys.read(this.#fd));
      if (data instanceof Errno || data.length === 0) return undefined;
      this.#input = joinBytes([this.#input, data]);
    }
  }

  /** Sends SQL and shows what comes; false where a command failed. `where` stands before what is wrong in a script. */
  *run(sql: string, where: string | undefined): Sys<boolean> {
    if (sql.startsWith('\\')) {
      yield* sys.unsimulated(`psql ${sql.split(/\s/, 1)[0]}`);
      yield* complain(`dockless does not simulate psql's ${sql.split(/\s/, 1)[0]}`);
      return false;
    }
    yield* outcome(sys.write(this.#fd, query(sql)));
    let columns: ReturnType<typeof columnsOf> = [];
    let rows: Array<ReadonlyArray<string | undefined>> = [];
    let isFine = true;
    for (;;) {
      const reply = yield* this.#next();
      if (reply === undefined) throw new PsqlExit(2);
      if (reply.type === 'Z') return isFine;
      if (reply.type === 'T') {
        columns = columnsOf(reply);
        rows = [];
      } else if (reply.type === 'D') rows.push(valuesOf(reply));
      else if (reply.type === 'C') {
        const tag = decodeText(reply.body).replace('\0', '');
        if (columns.length > 0) yield* sys.write(1, tableText(columns, rows, this.#form));
        else if (!this.#form.quiet) yield* sys.write(1, `${tag}\n`);
        columns = [];
      } else if (reply.type === 'E' || reply.type === 'N') {
        if (reply.type === 'E') isFine = false;
        yield* complain(`${where ?? ''}${problemText(fieldsOf(reply), sql)}`);
      }
    }
  }
}

/** `ERROR:  division by zero`, and the line with a mark under what is meant. */
function problemText(fields: ReadonlyMap<string, string>, sql: string): string {
  let text = `${fields.get('S')}:  ${fields.get('M')}`;
  const position = Number(fields.get('P') ?? 0);
  if (position > 0) {
    const before = sql.slice(0, position - 1);
    const number = before.split('\n').length;
    const line = sql.split('\n')[number - 1] ?? '';
    const column = before.length - (before.lastIndexOf('\n') + 1);
    const shown = cut(line, column);
    const lead = `LINE ${number}: `;
    text += `\n${lead}${shown.text}\n${' '.repeat(lead.length + shown.column)}^`;
  }
  for (const [letter, label] of [
    ['D', 'DETAIL'],
    ['H', 'HINT'],
  ] as const)
    if (fields.has(letter)) text += `\n${label}:  ${fields.get(letter)}`;
  return text;
}

/** libpq shows 60 columns of a line, and 10 behind the mark (fe-protocol3.c, reportErrorPosition). */
const SHOWN = 60;
const BEHIND = 10;

function cut(line: string, column: number): { readonly text: string; readonly column: number } {
  if (line.length <= SHOWN) return { text: line, column };
  if (SHOWN >= column + BEHIND) return { text: `${line.slice(0, SHOWN)}...`, column };
  const end = Math.min(line.length, column + BEHIND);
  const start = Math.max(0, end - SHOWN);
  const [before, after] = [start > 0 ? '...' : '', end < line.length ? '...' : ''];
  return { text: before + line.slice(start, end) + after, column: column - start + before.length };
}
