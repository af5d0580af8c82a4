import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { eachInput } from './inputs.ts';
import { command } from './options.ts';
import { bufferedOutput } from './output.ts';

type Counts = Readonly<Record<'l' | 'w' | 'm' | 'c' | 'L', number>>;
const COLUMNS = ['l', 'w', 'm', 'c', 'L'] as const;

export const wc = command(
  'wc',
  {
    letters: 'clwmL',
    usage: 'wc [-cmlwL] [FILE]...\n\nCount lines, words, and bytes for FILEs (or stdin)\n',
  },
  function* (options) {
    const chosen = COLUMNS.filter(letter => options.has(letter));
    const shown = chosen.length === 0 ? (['l', 'w', 'c'] as const) : chosen;
    const out = bufferedOutput();
    const total = { l: 0, w: 0, m: 0, c: 0, L: 0 };
    const row = (counts: Counts, name: string) => {
      const numbers = shown.map(letter => String(counts[letter]));
      // A number alone is not padded, unless there will be a total below it.
      const single = shown.length === 1;
      const isPadded = !single || options.operands.length > 1;
      return `${numbers.map(text => (isPadded ? text.padStart(9) : text)).join(single ? '' : ' ')}${name === '' ? '' : ` ${name}`}\n`;
    };
    const status = yield* eachInput('wc', options.operands, function* (fd, path) {
      const counts = yield* countBytes(fd);
      for (const letter of COLUMNS) {
        total[letter] = letter === 'L' ? Math.max(total.L, counts.L) : total[letter] + counts[letter];
      }
      yield* out.text(row(counts, options.operands.length === 0 ? '' : path));
    });
    if (options.operands.length > 1) yield* out.text(row(total, 'total'));
    yield* out.flush();
    return status;
  },
);

function* countBytes(fd: number): Sys<Counts> {
  const counts = { l: 0, w: 0, m: 0, c: 0, L: 0 };
  let inWord = false;
  let column = 0;
  for (;;) {
    const data = yield* sys.read(fd);
    if (data.length === 0) break;
    for (const byte of data) {
      if (byte === 10) counts.l++;
      const isSpace = byte === 32 || (byte >= 9 && byte <= 13);
      if (!isSpace && byte > 32 && !inWord) {
        counts.w++;
        inWord = true;
      } else if (isSpace) inWord = false;
      if (byte === 10 || byte === 12 || byte === 13) column = 0;
      else if (byte === 9) column = (column | 7) + 1;
      else if (byte >= 32) column++;
      counts.L = Math.max(counts.L, column);
    }
    counts.c += data.length;
  }
  return { ...counts, m: counts.c };
}
