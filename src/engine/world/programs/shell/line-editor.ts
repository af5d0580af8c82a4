import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys, TerminalAttributes } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { decodeText, encodeText } from '../text.ts';
import { completePath } from './complete.ts';

/*
 * busybox's line editor, byte for byte as it draws (recorded with a pty on `docker run -it busybox`): it puts the
 * terminal in raw mode for one line and echoes itself.
 */

export interface Editor {
  readonly history: string[];
}

export const INTERRUPTED = Symbol('interrupted');

export function newEditor(history: readonly string[]): Editor {
  return { history: [...history] };
}

interface Line {
  readonly prompt: string;
  text: string;
  cursor: number;
  /** Which line of the history is shown; its length: the new one. */
  at: number;
  fresh: string;
}

/** A line with its newline; undefined at the end of input (^D on an empty line). */
export function* readEditedLine(
  editor: Editor,
  prompt: string,
): Sys<string | typeof INTERRUPTED | undefined> {
  const before = yield* sys.tcgetattr(0);
  const raw: TerminalAttributes = { ...before, echo: false, canonical: false, signals: false };
  yield* sys.tcsetattr(0, raw);
  try {
    // Where is the cursor? The answer is read as a key and ignored.
    yield* sys.write(1, encodeText(`${prompt}\x1b[6n`));
    return yield* edit(editor, prompt);
  } finally {
    yield* sys.tcsetattr(0, before);
  }
}

function* edit(editor: Editor, prompt: string): Sys<string | typeof INTERRUPTED | undefined> {
  const line: Line = { prompt, text: '', cursor: 0, at: editor.history.length, fresh: '' };
  for (;;) {
    const key = yield* readKey();
    if (key === undefined) return undefined;
    if (key === '\r' || key === '\n') {
      yield* sys.write(1, '\n');
      const { text } = line;
      if (text !== '' && editor.history.at(-1) !== text) editor.history.push(text);
      return `${text}\n`;
    }
    if (key === '\x03') {
      yield* sys.write(1, '^C\n');
      return INTERRUPTED;
    }
    if (key === '\x04' && line.text === '') {
      yield* sys.write(1, '\n');
      return undefined;
    }
    if (key === '\t') yield* complete(line);
    else {
      const drawn = applyKey(editor, line, key);
      if (drawn !== '') yield* sys.write(1, encodeText(drawn));
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '[A': 'up',
  OA: 'up',
  '[B': 'down',
  OB: 'down',
  '[C': 'right',
  OC: 'right',
  '[D': 'left',
  OD: 'left',
  '[H': 'home',
  OH: 'home',
  '[1~': 'home',
  '[7~': 'home',
  '[F': 'end',
  OF: 'end',
  '[4~': 'end',
  '[8~': 'end',
  '[3~': 'delete',
};

/** One key: a character, a control character, or the name of an escape sequence. Undefined: hang-up. */
function* readKey(): Sys<string | undefined> {
  const first = yield* outcome(sys.read(0, 1));
  if (first instanceof Errno) {
    if (first.code === 'EINTR') return '';
    throw first;
  }
  const byte = first[0];
  if (byte === undefined) return undefined;
  if (byte === 0x1b) return yield* readEscape();
  if (byte < 0xc0) return String.fromCharCode(byte);
  const bytes = [byte];
  for (let more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1; more > 0; more--) {
    bytes.push((yield* sys.read(0, 1))[0] ?? 0);
  }
  return decodeText(Uint8Array.from(bytes));
}

/** busybox waits 50 ms for the rest of a sequence. */
const SEQUENCE_NS = 50_000_000n;

function* readEscape(): Sys<string> {
  let sequence = '';
  while (sequence.length < 16) {
    if ((yield* sys.poll([0], SEQUENCE_NS)).length === 0) return '';
    sequence += String.fromCharCode((yield* sys.read(0, 1))[0] ?? 0);
    if (/^(\[[0-9;]*[A-Za-z~]|O.|[^[O])$/.test(sequence)) break;
  }
  return ESCAPES[sequence] ?? '';
}

/** Changes the line and returns what to write to the terminal. */
function applyKey(editor: Editor, line: Line, key: string): string {
  const rest = line.text.slice(line.cursor);
  switch (key) {
    case '':
      return '';
    case '\x01':
    case 'home':
      return moveTo(line, 0);
    case '\x05':
    case 'end':
      return moveTo(line, line.text.length);
    case '\x02':
    case 'left':
      return line.cursor > 0 ? moveTo(line, line.cursor - 1) : '';
    case '\x06':
    case 'right':
      return rest === '' ? '' : moveTo(line, line.cursor + 1);
    case '\x7f':
    case '\b':
      return line.cursor > 0 ? erase(line) : '';
    case '\x04':
    case 'delete':
      return rest === '' ? '' : deleteHere(line);
    case '\x0b':
      line.text = line.text.slice(0, line.cursor);
      return '\x1b[J';
    case '\x15':
      if (line.cursor === 0) return '';
      line.text = rest;
      line.cursor = 0;
      return redraw(line);
    case '\x17':
      return eraseWord(line);
    case '\x0c':
      return `\x1b[H\x1b[J${redraw(line)}`;
    case '\x10':
    case 'up':
      return fromHistory(editor, line, line.at - 1);
    case '\x0e':
    case 'down':
      return fromHistory(editor, line, line.at + 1);
    default:
      return key < ' ' ? '' : insert(line, key);
  }
}

function moveTo(line: Line, cursor: number): string {
  const before = line.cursor;
  line.cursor = cursor;
  return cursor < before ? '\b'.repeat(before - cursor) : line.text.slice(before, cursor);
}

function insert(line: { text: string; cursor: number }, text: string): string {
  const rest = line.text.slice(line.cursor);
  line.text = line.text.slice(0, line.cursor) + text + rest;
  line.cursor += text.length;
  return text + rest + '\b'.repeat(rest.length);
}

function deleteHere(line: Line): string {
  const rest = line.text.slice(line.cursor + 1);
  line.text = line.text.slice(0, line.cursor) + rest;
  return `${rest}\x1b[J${'\b'.repeat(rest.length)}`;
}

function erase(line: Line): string {
  line.cursor--;
  return `\b${deleteHere(line)}`;
}

function eraseWord(line: Line): string {
  let drawn = '';
  while (line.cursor > 0 && line.text[line.cursor - 1] === ' ') drawn += erase(line);
  while (line.cursor > 0 && line.text[line.cursor - 1] !== ' ') drawn += erase(line);
  return drawn;
}

function redraw(line: Line): string {
  const behind = '\b'.repeat(line.text.length - line.cursor);
  return `\r${line.prompt}${line.text}\x1b[J${behind}`;
}

function fromHistory(editor: Editor, line: Line, at: number): string {
  if (at < 0 || at > editor.history.length) return '';
  if (line.at === editor.history.length) line.fresh = line.text;
  line.at = at;
  line.text = editor.history[at] ?? line.fresh;
  line.cursor = line.text.length;
  return redraw(line);
}

function* complete(line: Line): Sys<void> {
  const found = yield* completePath(line.text.slice(0, line.cursor));
  if (found === undefined) {
    yield* sys.write(1, '\x07');
    return;
  }
  insert(line, found);
  yield* sys.write(1, encodeText(redraw(line)));
}
