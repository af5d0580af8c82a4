import { command, showUsage } from './options.ts';
import { bufferedOutput } from './output.ts';

const TABLE = {
  letters: '+ws:',
  usage:
    'seq [-w] [-s SEP] [FIRST [INC]] LAST\n\nPrint numbers from FIRST to LAST, in steps of INC.\nFIRST, INC default to 1.\n',
};

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

export const seq = command('seq', TABLE, function* (options) {
  const { operands } = options;
  if (operands.length < 1 || operands.length > 3) return yield* showUsage('seq', TABLE);
  for (const word of operands) if (!NUMBER.test(word)) return yield* showUsage('seq', TABLE);
  const numbers = operands.map(Number);
  const last = numbers.at(-1) ?? 0;
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const step = numbers.length === 3 ? (numbers[1] ?? 1) : 1;
  const precision = Math.max(...operands.slice(0, -1).map(decimals), 0);
  const width = options.has('w')
    ? Math.max(first.toFixed(precision).length, last.toFixed(precision).length)
    : 0;
  const separator = options.value('s') ?? '\n';
  const out = bufferedOutput();
  let isFirst = true;
  for (let index = 0; ; index++) {
    const value = first + index * step;
    if (step >= 0 ? value > last + 1e-9 : value < last - 1e-9) break;
    const text = value.toFixed(precision);
    const padded = text[0] === '-' ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
    yield* out.text(`${isFirst ? '' : separator}${padded}`);
    isFirst = false;
  }
  if (!isFirst) yield* out.text('\n');
  yield* out.flush();
  return 0;
});

function decimals(text: string): number {
  return /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
}
