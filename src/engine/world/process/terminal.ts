import type { Terminal } from './machine.ts';
import { SIGNAL_NUMBERS, type Signal } from './signal.ts';
import type { TerminalAttributes, WindowSize } from './system-call.ts';

/** A new pty's attributes and size, as the kernel sets them up (drivers/tty/tty_io.c, tty_std_termios). */
const INITIAL_ATTRIBUTES: TerminalAttributes = {
  echo: true,
  canonical: true,
  signals: true,
  newlineOut: true,
  returnIn: true,
};

const CONTROL = {
  c: 3,
  d: 4,
  h: 8,
  newline: 10,
  return: 13,
  r: 18,
  u: 21,
  v: 22,
  w: 23,
  z: 26,
  backslash: 28,
};
const DELETE = 127;
const TAB = 9;
const TAB_WIDTH = 8;

const SIGNAL_KEYS = new Map<number, Signal>([
  [CONTROL.c, SIGNAL_NUMBERS.INT],
  [CONTROL.backslash, SIGNAL_NUMBERS.QUIT],
  [CONTROL.z, SIGNAL_NUMBERS.TSTP],
]);

/** n_tty's buffer: a line longer than this loses what comes after. */
const LONGEST_LINE = 4095;

export function newTerminal(
  index: number,
  task: string,
  size: WindowSize | undefined,
  session: number,
): Terminal {
  return {
    index,
    attributes: INITIAL_ATTRIBUTES,
    size: size ?? { rows: 0, columns: 0 },
    sid: session,
    foreground: session,
    line: [],
    column: 0,
    lineColumn: 0,
    literal: false,
    input: [],
    waiters: [],
    task,
    closed: false,
  };
}

/** What typed bytes lead to: bytes to echo, and signals for the foreground group. */
export interface Typed {
  readonly echo: Uint8Array;
  readonly signals: readonly Signal[];
}

/** Takes typed bytes through the line discipline (n_tty). Lines that are complete end up in `terminal.input`. */
export function type(terminal: Terminal, data: Uint8Array): Typed {
  const typing = new Typing(terminal);
  for (const byte of data) typing.key(byte);
  return typing.done();
}

/** One call of `type`: what it gathers on its way. */
class Typing {
  readonly #terminal: Terminal;
  readonly #echo: number[] = [];
  readonly #signals: Signal[] = [];
  readonly #raw: number[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  key(typed: number): void {
    const { attributes, line, column } = this.#terminal;
    if (line.length === 0 && this.#echo.length === 0) this.#terminal.lineColumn = column;
    const byte = attributes.returnIn && typed === CONTROL.return ? CONTROL.newline : typed;
    if (this.#terminal.literal) {
      this.#terminal.literal = false;
      this.#insert(byte);
    } else if (attributes.signals && SIGNAL_KEYS.has(byte)) {
      this.#signal(byte);
    } else if (attributes.canonical) {
      this.#edit(byte);
    } else {
      this.#raw.push(byte);
      this.#show(byte);
    }
  }

  done(): Typed {
    if (this.#raw.length > 0) this.#terminal.input.push(Uint8Array.from(this.#raw));
    const echo = Uint8Array.from(this.#echo);
    this.#terminal.column = columnAfter(this.#terminal.column, echo);
    return { echo, signals: this.#signals };
  }

  #signal(byte: number): void {
    // Without NOFLSH a signal key throws away what was typed and not read.
    this.#terminal.input = [];
    this.#terminal.line = [];
    this.#raw.length = 0;
    // Nor is echoed what came with it in one piece.
    this.#echo.length = 0;
    this.#signals.push(SIGNAL_KEYS.get(byte) as Signal);
    this.#show(byte);
  }

  #edit(byte: number): void {
    const { line } = this.#terminal;
    if (byte === CONTROL.newline) {
      line.push(byte);
      this.#show(byte);
      this.#endLine();
    } else if (byte === CONTROL.d) {
      this.#endLine();
    } else if (byte === DELETE) {
      this.#erase();
    } else if (byte === CONTROL.u) {
      while (line.length > 0) this.#erase();
    } else if (byte === CONTROL.w) {
      while (line.length > 0 && !isWordByte(line[line.length - 1] as number)) this.#erase();
      while (line.length > 0 && isWordByte(line[line.length - 1] as number)) this.#erase();
    } else if (byte === CONTROL.v) {
      this.#terminal.literal = true;
      if (this.#terminal.attributes.echo) this.#echo.push(0x5e, CONTROL.h);
    } else if (byte === CONTROL.r) {
      this.#show(byte);
      this.#show(CONTROL.newline);
      for (const each of line) this.#show(each);
    } else {
      this.#insert(byte);
    }
  }

  #insert(byte: number): void {
    if (!this.#terminal.attributes.canonical) {
      this.#raw.push(byte);
    } else if (this.#terminal.line.length < LONGEST_LINE) {
      this.#terminal.line.push(byte);
    } else {
      return;
    }
    this.#show(byte);
  }

  #endLine(): void {
    this.#terminal.input.push(Uint8Array.from(this.#terminal.line));
    this.#terminal.line = [];
  }

  /** Removes the last byte (Docker's terminals are without IUTF8) and wipes it from the screen. */
  #erase(): void {
    const { line, attributes } = this.#terminal;
    const byte = line.pop();
    if (!attributes.echo || byte === undefined) return;
    if (byte === TAB) {
      for (let column = this.#tabWidth(); column > 0; column -= 1) this.#echo.push(CONTROL.h);
      return;
    }
    const width = isControl(byte) ? 2 : 1;
    for (let column = 0; column < width; column += 1) this.#echo.push(CONTROL.h, 0x20, CONTROL.h);
  }

  /** How far the tab that was just taken off the line had moved the cursor (n_tty's eraser). */
  #tabWidth(): number {
    const { line, lineColumn } = this.#terminal;
    const lastTab = line.lastIndexOf(TAB);
    let columns = lastTab === -1 ? lineColumn : 0;
    for (const byte of line.slice(lastTab + 1)) columns += isControl(byte) ? 2 : 1;
    return TAB_WIDTH - (columns % TAB_WIDTH);
  }

  /** Control characters are shown as ^C (ECHOCTL). */
  #show(byte: number): void {
    const { echo, newlineOut } = this.#terminal.attributes;
    if (!echo) return;
    if (byte === CONTROL.newline) {
      if (newlineOut) this.#echo.push(CONTROL.return);
      this.#echo.push(byte);
    } else if (isControl(byte)) {
      this.#echo.push(0x5e, byte ^ 0x40);
    } else {
      this.#echo.push(byte);
    }
  }
}

const isControl = (byte: number) => (byte < 32 && byte !== TAB) || byte === DELETE;
const isWordByte = (byte: number) =>
  byte >= 0x80 ||
  byte === 0x5f ||
  (byte >= 0x30 && byte <= 0x39) ||
  ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);

/** What a read gets: a line at most in canonical mode; undefined where there is nothing yet. */
export function takeTyped(terminal: Terminal, max: number): Uint8Array | undefined {
  const first = terminal.input[0];
  if (first === undefined) return undefined;
  if (first.length <= max) {
    terminal.input.shift();
    return first;
  }
  terminal.input[0] = first.subarray(max);
  return first.subarray(0, max);
}

/** Output as the screen gets it: a newline becomes a carriage return and a newline. */
export function toScreen({ attributes }: Terminal, data: Uint8Array): Uint8Array {
  if (!attributes.newlineOut) return data;
  let newlines = 0;
  for (const byte of data) if (byte === CONTROL.newline) newlines += 1;
  if (newlines === 0) return data;
  const screen = new Uint8Array(data.length + newlines);
  let at = 0;
  for (const byte of data) {
    if (byte === CONTROL.newline) {
      screen[at] = CONTROL.return;
      at += 1;
    }
    screen[at] = byte;
    at += 1;
  }
  return screen;
}

/** Where the cursor is after output, as far as the kernel can tell: escape sequences count as characters. */
export function columnAfter(before: number, screen: Uint8Array): number {
  const last = screen.lastIndexOf(CONTROL.return);
  let column = last === -1 ? before : 0;
  for (const byte of screen.subarray(last + 1)) {
    if (byte === TAB) column += TAB_WIDTH - (column % TAB_WIDTH);
    else if (byte === CONTROL.h) column = Math.max(0, column - 1);
    else if (!isControl(byte)) column += 1;
  }
  return column;
}

/** Leaving canonical mode makes the line being typed readable at once. */
export function setAttributes(terminal: Terminal, attributes: TerminalAttributes): void {
  if (terminal.attributes.canonical && !attributes.canonical && terminal.line.length > 0) {
    terminal.input.push(Uint8Array.from(terminal.line));
    terminal.line = [];
  }
  terminal.attributes = attributes;
}
