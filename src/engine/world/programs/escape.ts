/** What a letter after a backslash stands for, in echo, printf and the shell's $'...' alike. */
export const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** A byte as it stands in text: ASCII as itself, others as a lone surrogate (text.ts). */
function byteCharacter(byte: number): string {
  return String.fromCharCode(byte < 128 ? byte : 0xdc00 + byte);
}

/**
 * Backslash escapes of echo -e and printf. `echo`: octal only after \0 (so has %b); `format`: \NNN as well and quotes.
 * Stops at \c.
 */
export function processEscapes(text: string, kind: 'echo' | 'format'): { text: string; stopped: boolean } {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    const next = text[i + 1];
    if (c !== '\\' || next === undefined) {
      result += c;
      continue;
    }
    if (next === 'c') return { text: result, stopped: true };
    const rest = text.slice(i + 1, i + 5);
    const code = (kind === 'echo' ? /^0([0-7]{0,3})|^([1-7][0-7]{0,2})/ : /^([0-7]{1,3})/).exec(rest);
    const hex = /^x([0-9a-fA-F]{1,2})/.exec(rest);
    if (code) {
      result += byteCharacter(Number.parseInt(code[1] || code[2] || '0', 8) & 255);
      i += code[0].length;
    } else if (hex) {
      result += byteCharacter(Number.parseInt(hex[1] ?? '0', 16));
      i += hex[0].length;
    } else {
      const simple =
        SIMPLE_ESCAPES[next] ?? (kind === 'format' && (next === '"' || next === "'") ? next : undefined);
      result += simple ?? `\\${next}`;
      i++;
    }
  }
  return { text: result, stopped: false };
}
