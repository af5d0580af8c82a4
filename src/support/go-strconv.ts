/** A whole number as Go's strconv reads it in base 10, or Go's sentence for what is none. */
export function parseGoInt(
  text: string,
  call: 'Atoi' | 'ParseInt',
  bits: 32 | 64 = 64,
): { readonly value: bigint } | { readonly problem: string } {
  const problem = (why: string) => ({ problem: `strconv.${call}: parsing ${goQuote(text)}: ${why}` });
  if (!/^[+-]?\d+$/.test(text)) return problem('invalid syntax');
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(bits, value) === value ? { value } : problem('value out of range');
}

/** As `parseGoInt`, for strconv.ParseUint with 64 bits. */
export function parseGoUint(text: string): { readonly value: bigint } | { readonly problem: string } {
  const problem = (why: string) => ({ problem: `strconv.ParseUint: parsing ${goQuote(text)}: ${why}` });
  if (!/^\d+$/.test(text)) return problem('invalid syntax');
  const value = BigInt(text);
  return BigInt.asUintN(64, value) === value ? { value } : problem('value out of range');
}

/** Go's strconv.ParseBool, or its sentence for what is none. */
export function parseGoBool(text: string): { readonly value: boolean } | { readonly problem: string } {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return { value: true };
  if (/^(0|f|F|FALSE|false|False)$/.test(text)) return { value: false };
  return { problem: `strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax` };
}

/** A string as Go's `%q` prints it. */
export function goQuote(text: string): string {
  const escaped = text.replace(/["\\]|[\p{C}\p{Zl}\p{Zp}]/gu, character => {
    const short = shortEscapes[character];
    if (short !== undefined) return short;
    const code = character.codePointAt(0) as number;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

/** Characters that Go writes as a letter after a backslash within double quotes. */
export const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};
