import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt } from '../attempt.ts';
import { decodeText, encodeText } from '../text.ts';
import { builtinOptions } from './builtin-options.ts';
import { ShellError, type ShellState } from './state.ts';
import { getVariable, NAME, setVariable } from './variables.ts';

interface ReadLine {
  readonly bytes: readonly number[];
  readonly status: number;
}

export function* read(shell: ShellState, argv: readonly string[]): Sys<number> {
  const { given, rest } = builtinOptions(argv, 'p:u:rt:n:sd:');
  for (const name of rest) if (!NAME.test(name)) throw new ShellError(`'${name}': bad variable name`);
  const fd = Number(given.get('u') ?? 0);
  const prompt = given.get('p');
  if (prompt !== undefined && (yield* attempt(sys.isatty(fd)))) yield* sys.write(2, encodeText(prompt));
  const silenced = given.has('s') ? yield* attempt(sys.tcgetattr(fd)) : undefined;
  if (silenced) yield* attempt(sys.tcsetattr(fd, { ...silenced, echo: false }));
  const line = yield* readOneLine(fd, given);
  if (silenced) yield* attempt(sys.tcsetattr(fd, silenced));
  assign(shell, rest, line.bytes, given.has('r'));
  return line.status;
}

/** Reads to the delimiter without taking more: block by block where the file can seek back, else byte by byte. */
function* readOneLine(fd: number, given: ReadonlyMap<string, string>): Sys<ReadLine> {
  const delimiter = given.has('d') ? (encodeText(given.get('d') ?? '')[0] ?? 0) : 10;
  const most = given.has('n') ? Number(given.get('n')) : Number.POSITIVE_INFINITY;
  const timeout = given.get('t');
  const deadline =
    timeout === undefined ? undefined : (yield* sys.now()) + BigInt(Math.round(Number(timeout) * 1e9));
  const position = yield* attempt(sys.seek(fd, 0, 'current'));
  const bytes: number[] = [];
  let escaped = false;
  let taken = 0;
  while (bytes.length < most) {
    if (deadline !== undefined) {
      const left = deadline - (yield* sys.now());
      const ready = yield* sys.poll([fd], left > 0n ? left : 0n);
      if (ready.length === 0) return { bytes, status: 1 };
    }
    const block = (yield* attempt(sys.read(fd, position === undefined ? 1 : 512))) ?? new Uint8Array();
    if (block.length === 0) return { bytes, status: 1 };
    for (const byte of block) {
      taken++;
      if (byte === delimiter && !escaped) {
        if (position !== undefined) yield* sys.seek(fd, position + taken, 'set');
        return { bytes, status: 0 };
      }
      escaped = !given.has('r') && !escaped && byte === 92;
      if (byte !== 0) bytes.push(byte);
      if (bytes.length >= most) break;
    }
  }
  if (position !== undefined) yield* sys.seek(fd, position + taken, 'set');
  return { bytes, status: 0 };
}

interface Character {
  readonly c: string;
  readonly escaped: boolean;
}

function markEscapes(text: string, raw: boolean): Character[] {
  const characters: Character[] = [];
  const all = [...text];
  for (let i = 0; i < all.length; i++) {
    if (!raw && all[i] === '\\') {
      i++;
      const c = all[i];
      if (c !== undefined && c !== '\n') characters.push({ c, escaped: true });
    } else characters.push({ c: all[i] ?? '', escaped: false });
  }
  return characters;
}

/** Splits at IFS; the last name takes the rest. Without names all goes to REPLY as it is. */
function assign(shell: ShellState, names: readonly string[], bytes: readonly number[], raw: boolean): void {
  const characters = markEscapes(decodeText(Uint8Array.from(bytes)), raw);
  const textOf = (from: number, to: number) =>
    characters
      .slice(from, to)
      .map(each => each.c)
      .join('');
  if (names.length === 0) {
    setVariable(shell, 'REPLY', textOf(0, characters.length));
    return;
  }
  const ifs = getVariable(shell, 'IFS') ?? ' \t\n';
  const isDelimiter = (at: number) => {
    const each = characters[at];
    return each !== undefined && !each.escaped && ifs.includes(each.c);
  };
  const isBlank = (at: number) => isDelimiter(at) && ' \t\n'.includes(characters[at]?.c ?? 'x');
  let at = 0;
  const skipBlanks = () => {
    while (isBlank(at)) at++;
  };
  skipBlanks();
  for (const name of names.slice(0, -1)) {
    const from = at;
    while (at < characters.length && !isDelimiter(at)) at++;
    setVariable(shell, name, textOf(from, at));
    skipBlanks();
    if (isDelimiter(at)) {
      at++;
      skipBlanks();
    }
  }
  let end = characters.length;
  while (end > at && isBlank(end - 1)) end--;
  // One field with a delimiter after it: the delimiter is not part of it (POSIX read).
  const first = characters.findIndex((_, index) => index >= at && index < end && isDelimiter(index));
  if (first === end - 1 && first >= 0) end--;
  setVariable(shell, names.at(-1) ?? '', textOf(at, end));
}
