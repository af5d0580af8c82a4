import { formatDirective } from '../format-number.ts';

/** A string that looks like a number and came from input counts as one in comparisons (POSIX's strnum). */
export interface InputText {
  readonly text: string;
  readonly number: number;
}

export type Value = number | string | InputText | undefined;

const NUMBER = /^\s*[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|0[xX][0-9a-fA-F]+)\s*$/;

/** A value read from input. */
export function fromInput(text: string): Value {
  return NUMBER.test(text) ? { text, number: Number(text) } : text;
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value === 'object') return value.number;
  if (/^\s*0[xX][0-9a-fA-F]/.test(value)) return Number.parseInt(value, 16);
  const match = /^\s*[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)/.exec(value);
  return match ? Number(match[0]) : 0;
}

export function toText(value: Value, format = '%.6g'): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value === 'object') return value.text;
  if (Number.isInteger(value) && Math.abs(value) < 1e18) return String(BigInt(value));
  return formatAwk(format, [value]);
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  return toNumber(value) !== 0;
}

export function compare(a: Value, b: Value): number {
  const numeric = (value: Value) => typeof value !== 'string';
  if (numeric(a) && numeric(b)) {
    const x = toNumber(a);
    const y = toNumber(b);
    return x < y ? -1 : x > y ? 1 : 0;
  }
  const x = toText(a);
  const y = toText(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** awk's printf. */
export function formatAwk(format: string, args: readonly Value[]): string {
  let at = 0;
  return format.replace(
    /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?(?:hh|h|ll|l|L|q|j|z|t)?([diouxXfFeEgGcs%])/g,
    (whole, flags, w, p, letter) => {
      if (letter === '%') return '%';
      const number = (text: string | undefined) =>
        text === '*' ? toNumber(args[at++]) : text === undefined ? undefined : Number(text);
      const width = number(w);
      const precision = whole.includes('.') ? (number(p) ?? 0) : undefined;
      const value = args[at++];
      const spec = { flags, width, precision };
      if (letter === 's') return formatDirective(spec, 's', toText(value));
      if (letter === 'c') {
        const c =
          typeof value === 'number' || typeof value === 'object'
            ? String.fromCharCode(toNumber(value) & 255)
            : toText(value).slice(0, 1);
        return formatDirective(spec, 'c', c);
      }
      return formatDirective(spec, letter, toNumber(value));
    },
  );
}
