import { SIMPLE_ESCAPES } from '../escape.ts';
import type { Input } from './lexer.ts';
import { ShellSyntaxError } from './syntax.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  ...SIMPLE_ESCAPES,
  "'": "'",
  '"': '"',
  '?': '?',
};

/** Reads `$'...'`, the cursor standing on the dollar. */
export function readUnescapedAnsi(input: Input): string {
  const { source } = input;
  let at = input.at + 2;
  let text = '';
  for (;;) {
    const c = source[at];
    if (c === undefined) throw new ShellSyntaxError('unterminated quoted string', true);
    if (c === "'") break;
    if (c !== '\\') {
      text += c;
      at++;
      continue;
    }
    const code = /^(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3}))/.exec(source.slice(at + 1, at + 4));
    if (code) {
      const value = code[1] === undefined ? Number.parseInt(code[2] ?? '0', 8) : Number.parseInt(code[1], 16);
      text += String.fromCharCode(value & 255);
      at += 1 + code[0].length;
      continue;
    }
    const next = source[at + 1] ?? '';
    text += SIMPLE[next] ?? `\\${next}`;
    at += 2;
  }
  input.at = at + 1;
  return text;
}
