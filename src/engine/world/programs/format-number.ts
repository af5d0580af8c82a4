export interface Spec {
  /** Of `-+ #0`. */
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

/** One printf directive, as C formats it: `d`, `x`, `f`, `e`, `g`, `c`, `s` and their kin. */
export function formatDirective(spec: Spec, letter: string, value: string | number | bigint): string {
  const left = spec.flags.includes('-') || (spec.width ?? 0) < 0;
  const width = Math.abs(spec.width ?? 0);
  if (typeof value === 'string' && (letter === 's' || letter === 'c')) {
    const text = letter === 'c' ? value.slice(0, 1) : value.slice(0, spec.precision ?? value.length);
    return left ? text.padEnd(width) : text.padStart(width);
  }
  const isFloat = /[feg]/i.test(letter);
  const { sign, body } = isFloat
    ? formatFloat(spec, letter, Number(value))
    : formatInteger(spec, letter, value);
  const text = sign + body;
  if (left) return text.padEnd(width);
  const zero = spec.flags.includes('0') && (isFloat || spec.precision === undefined);
  return zero ? sign + body.padStart(width - sign.length, '0') : text.padStart(width);
}

interface Formatted {
  readonly sign: string;
  readonly body: string;
}

function signOf(spec: Spec, negative: boolean): string {
  if (negative) return '-';
  if (spec.flags.includes('+')) return '+';
  return spec.flags.includes(' ') ? ' ' : '';
}

function formatInteger(spec: Spec, letter: string, value: string | number | bigint): Formatted {
  const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value) || 0));
  let sign = '';
  let body: string;
  if (letter === 'd' || letter === 'i') {
    const signed = BigInt.asIntN(64, whole);
    sign = signOf(spec, signed < 0n);
    body = String(signed < 0n ? -signed : signed);
  } else {
    const unsigned = BigInt.asUintN(64, whole);
    const radix = letter === 'o' ? 8 : letter === 'u' ? 10 : 16;
    body = unsigned.toString(radix);
    if (letter === 'X') body = body.toUpperCase();
    if (spec.flags.includes('#') && unsigned !== 0n) {
      if (letter === 'o') body = `0${body}`;
      else if (letter !== 'u') sign = letter === 'X' ? '0X' : '0x';
    }
  }
  if (spec.precision !== undefined) body = body.padStart(spec.precision, '0');
  return { sign, body };
}

function formatFloat(spec: Spec, letter: string, value: number): Formatted {
  const sign = signOf(spec, value < 0 || Object.is(value, -0));
  const magnitude = Math.abs(value);
  if (!Number.isFinite(magnitude)) {
    const name = Number.isNaN(magnitude) ? 'nan' : 'inf';
    return { sign, body: letter === letter.toUpperCase() ? name.toUpperCase() : name };
  }
  const precision = spec.precision ?? 6;
  const kind = letter.toLowerCase();
  let body =
    kind === 'f'
      ? fixed(magnitude, precision)
      : kind === 'e'
        ? exponent(magnitude, precision)
        : general(magnitude, precision, spec);
  if (letter === letter.toUpperCase()) body = body.toUpperCase();
  return { sign, body };
}

function fixed(value: number, precision: number): string {
  if (value < 1e21) return value.toFixed(Math.min(precision, 100));
  const whole = BigInt(value).toString();
  return precision === 0 ? whole : `${whole}.${'0'.repeat(precision)}`;
}

function exponent(value: number, precision: number): string {
  return value.toExponential(Math.min(precision, 100)).replace(/e([-+])(\d)$/, 'e$10$2');
}

function general(value: number, precision: number, spec: Spec): string {
  const digits = precision === 0 ? 1 : precision;
  const power = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  const text = power < -4 || power >= digits ? exponent(value, digits - 1) : fixed(value, digits - 1 - power);
  if (spec.flags.includes('#') || !text.includes('.')) return text;
  return text.replace(/\.?0+(?=e|$)/, '');
}
