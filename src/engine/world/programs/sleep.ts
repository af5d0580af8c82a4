import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import { outcome } from './attempt.ts';
import { command, fail, showUsage } from './options.ts';

const TABLE = {
  letters: '+',
  usage:
    'sleep [N]...\n\nPause for a time equal to the total of the args given, where each arg can\nhave an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays\n',
};

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

export const sleep = command('sleep', TABLE, function* ({ operands }) {
  if (operands.length === 0) return yield* showUsage('sleep', TABLE);
  let seconds = 0;
  for (const word of operands) {
    const duration = parseDuration(word);
    if (duration === undefined) return yield* fail('sleep', `invalid number '${word}'`);
    seconds += duration;
  }
  if (seconds === Number.POSITIVE_INFINITY) for (;;) yield* outcome(sys.pause());
  const slept = yield* outcome(sys.sleep(BigInt(Math.round(seconds * 1e9))));
  return slept instanceof Errno ? 1 : 0;
});

/** Seconds from `1`, `0.5`, `2m`, `inf`. */
export function parseDuration(text: string): number | undefined {
  if (text === 'inf' || text === 'infinity') return Number.POSITIVE_INFINITY;
  const match = /^(\d+\.?\d*|\.\d+)([smhd])?$/.exec(text);
  return match ? Number(match[1]) * (UNITS[match[2] ?? 's'] ?? 1) : undefined;
}
