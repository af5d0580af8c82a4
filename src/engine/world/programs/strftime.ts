const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const pad = (number: number, width = 2, fill = '0'): string => String(number).padStart(width, fill);

/** A time in UTC (containers have no time zone of their own), formatted as strftime(3) does in the C locale. */
export function strftime(format: string, timeNs: bigint): string {
  const seconds = timeNs / 1_000_000_000n;
  const date = new Date(Number(seconds) * 1000);
  const nanoseconds = pad(Number(timeNs % 1_000_000_000n), 9);
  return format.replace(/%([-_0]?)([a-zA-Z%])/g, (whole, flag: string, letter: string) => {
    const text = letter === 'N' ? nanoseconds : letter === 's' ? String(seconds) : DIRECTIVES[letter]?.(date);
    if (text === undefined) return whole;
    if (flag === '-') return text.replace(/^[0 ]+(?=.)/, '');
    return flag === '_' ? text.replace(/^0+(?=.)/, zeros => ' '.repeat(zeros.length)) : text;
  });
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime());
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) };
}

type Directive = (date: Date) => string;
const combine =
  (format: string): Directive =>
  date =>
    strftime(format, BigInt(date.getTime()) * 1_000_000n);

const hour12 = (date: Date): number => date.getUTCHours() % 12 || 12;

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  a: date => (DAYS[date.getUTCDay()] ?? '').slice(0, 3),
  A: date => DAYS[date.getUTCDay()] ?? '',
  b: date => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
  B: date => MONTHS[date.getUTCMonth()] ?? '',
  c: combine('%a %b %e %H:%M:%S %Y'),
  C: date => pad(Math.floor(date.getUTCFullYear() / 100)),
  d: date => pad(date.getUTCDate()),
  D: combine('%m/%d/%y'),
  e: date => pad(date.getUTCDate(), 2, ' '),
  F: combine('%Y-%m-%d'),
  g: date => pad(isoWeek(date).year % 100),
  G: date => String(isoWeek(date).year),
  h: date => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
  H: date => pad(date.getUTCHours()),
  I: date => pad(hour12(date)),
  j: date => pad(dayOfYear(date), 3),
  k: date => pad(date.getUTCHours(), 2, ' '),
  l: date => pad(hour12(date), 2, ' '),
  m: date => pad(date.getUTCMonth() + 1),
  M: date => pad(date.getUTCMinutes()),
  n: () => '\n',
  p: date => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  P: date => (date.getUTCHours() < 12 ? 'am' : 'pm'),
  r: combine('%I:%M:%S %p'),
  R: combine('%H:%M'),
  S: date => pad(date.getUTCSeconds()),
  t: () => '\t',
  T: combine('%H:%M:%S'),
  u: date => String(date.getUTCDay() || 7),
  U: date => pad(Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7)),
  V: date => pad(isoWeek(date).week),
  w: date => String(date.getUTCDay()),
  W: date => pad(Math.floor((dayOfYear(date) + 6 - ((date.getUTCDay() + 6) % 7)) / 7)),
  x: combine('%m/%d/%y'),
  X: combine('%H:%M:%S'),
  y: date => pad(date.getUTCFullYear() % 100),
  Y: date => String(date.getUTCFullYear()),
  z: () => '+0000',
  Z: () => 'UTC',
  '%': () => '%',
};
