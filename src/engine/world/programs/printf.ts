import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { processEscapes } from './escape.ts';
import { formatDirective } from './format-number.ts';
import { complain } from './output.ts';
import { encodeText } from './text.ts';

const DIRECTIVE = /^%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?(?:hh|h|ll|l|L|j|z|t)?([diouxXfFeEgGcsb%])/;

interface Arguments {
  readonly words: readonly string[];
  at: number;
  status: number;
}

/** printf, as a command and as the shell's builtin, whose errors begin with the shell's name. */
export function* printf(who: string, argv: readonly string[]): Sys<number> {
  let words = argv.slice(1);
  if (words[0] === '--') words = words.slice(1);
  const [format] = words;
  if (format === undefined) {
    yield* complain(`${who}: usage: printf FORMAT [ARGUMENT...]`);
    return 2;
  }
  const args: Arguments = { words: words.slice(1), at: 0, status: 0 };
  do {
    const before = args.at;
    const goesOn = yield* printOnce(who, format, args);
    if (!goesOn || args.at === before) break;
  } while (args.at < args.words.length);
  return args.status;
}

function* printOnce(who: string, format: string, args: Arguments): Sys<boolean> {
  let out = '';
  let literal = '';
  const flushLiteral = (): boolean => {
    const { text, stopped } = processEscapes(literal, 'format');
    literal = '';
    out += text;
    return stopped;
  };
  for (let at = 0; at < format.length; ) {
    if (format[at] !== '%') {
      literal += format[at];
      at++;
      continue;
    }
    if (flushLiteral()) {
      yield* sys.write(1, encodeText(out));
      return false;
    }
    const match = DIRECTIVE.exec(format.slice(at));
    if (!match) {
      if (out !== '') yield* sys.write(1, encodeText(out));
      // busybox takes the length letter out before it looks at the conversion.
      const shown = format.slice(at).replace(/^(%[-+ #0]*[\d*]*(?:\.[\d*]*)?)[lhz]/, '$1');
      yield* complain(`${who}: ${shown}: invalid format`);
      args.status = 1;
      return false;
    }
    at += match[0].length;
    if (match[4] === '%') {
      out += '%';
      continue;
    }
    const piece = yield* directive(who, match, args);
    out += piece.text;
    if (piece.stopped) {
      yield* sys.write(1, encodeText(out));
      return false;
    }
  }
  const stopped = flushLiteral();
  if (out !== '') yield* sys.write(1, encodeText(out));
  return !stopped;
}

function* directive(
  who: string,
  match: RegExpExecArray,
  args: Arguments,
): Sys<{ text: string; stopped: boolean }> {
  const number = (text: string | undefined): number | undefined =>
    text === '*' ? Number(args.words[args.at++] ?? 0) : text === undefined ? undefined : Number(text);
  const width = number(match[2]);
  const precision = match[0].includes('.') ? (number(match[3]) ?? 0) : undefined;
  const letter = match[4] ?? 's';
  const word = args.words[args.at];
  args.at++;
  const spec = { flags: match[1] ?? '', width, precision };
  if (letter === 'b') {
    const { text, stopped } = processEscapes(word ?? '', 'echo');
    return { text: formatDirective(spec, 's', text), stopped };
  }
  if (letter === 's' || letter === 'c')
    return { text: formatDirective(spec, letter, word ?? ''), stopped: false };
  const { value, ok } = parseNumber(word ?? '', /[feg]/i.test(letter));
  if (!ok) {
    yield* complain(`${who}: invalid number '${word}'`);
    args.status = 1;
  }
  return { text: formatDirective(spec, letter, value), stopped: false };
}

/** A number as C reads it, or a quote and a character for its code. */
function parseNumber(text: string, isFloat: boolean): { value: number | bigint; ok: boolean } {
  if (text === '') return { value: isFloat ? 0 : 0n, ok: true };
  if (text[0] === '"' || text[0] === "'") {
    const code = encodeText(text.slice(1))[0] ?? 0;
    return { value: isFloat ? code : BigInt(code), ok: true };
  }
  const trimmed = text.trim();
  if (isFloat) {
    const value = Number(trimmed);
    return Number.isNaN(value) ? { value: Number.parseFloat(trimmed) || 0, ok: false } : { value, ok: true };
  }
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.exec(trimmed);
  if (!match) return { value: BigInt(/^[-+]?\d+/.exec(trimmed)?.[0] ?? 0), ok: false };
  const digits = match[2] ?? '0';
  const magnitude = /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
  return { value: match[1] === '-' ? -magnitude : magnitude, ok: true };
}

export const printfProgram: Program = ({ argv }) => printf('printf', argv);
