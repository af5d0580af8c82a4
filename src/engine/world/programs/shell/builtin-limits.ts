import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { bufferedOutput, complain } from '../output.ts';
import type { ShellState } from './state.ts';

export function* times(): Sys<number> {
  yield* sys.write(1, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
  return 0;
}

interface Limit {
  readonly letter: string;
  /** Docker's name of it. */
  readonly name: string;
  readonly label: string;
  /** Bytes in one unit shown. */
  readonly unit: number;
}

const LIMITS: readonly Limit[] = [
  { letter: 'c', name: 'core', label: 'core file size (blocks)', unit: 512 },
  { letter: 'd', name: 'data', label: 'data seg size (kb)', unit: 1024 },
  { letter: 'e', name: 'nice', label: 'scheduling priority', unit: 1 },
  { letter: 'f', name: 'fsize', label: 'file size (blocks)', unit: 512 },
  { letter: 'i', name: 'sigpending', label: 'pending signals', unit: 1 },
  { letter: 'l', name: 'memlock', label: 'max locked memory (kb)', unit: 1024 },
  { letter: 'm', name: 'rss', label: 'max memory size (kb)', unit: 1024 },
  { letter: 'n', name: 'nofile', label: 'open files', unit: 1 },
  { letter: 'q', name: 'msgqueue', label: 'POSIX message queues (bytes)', unit: 1 },
  { letter: 'r', name: 'rtprio', label: 'real-time priority', unit: 1 },
  { letter: 's', name: 'stack', label: 'stack size (kb)', unit: 1024 },
  { letter: 't', name: 'cpu', label: 'cpu time (seconds)', unit: 1 },
  { letter: 'u', name: 'nproc', label: 'max user processes', unit: 1 },
  { letter: 'v', name: 'as', label: 'virtual memory (kb)', unit: 1024 },
  { letter: 'x', name: 'locks', label: 'file locks', unit: 1 },
];

export function* ulimit(_shell: ShellState, argv: readonly string[]): Sys<number> {
  let hard = false;
  let soft = false;
  const chosen: Limit[] = [];
  let value: string | undefined;
  for (const word of argv.slice(1)) {
    if (word[0] !== '-') {
      value = word;
      continue;
    }
    for (const letter of word.slice(1)) {
      const limit = LIMITS.find(each => each.letter === letter);
      if (letter === 'H') hard = true;
      else if (letter === 'S') soft = true;
      else if (letter === 'a') chosen.push(...LIMITS);
      else if (limit) chosen.push(limit);
      else {
        yield* complain(`ulimit: invalid option -- '${letter}'`);
        return 1;
      }
    }
  }
  if (chosen.length === 0) chosen.push(...LIMITS.filter(each => each.letter === 'f'));
  const limits = yield* sys.limits();
  if (value !== undefined) return yield* setLimit(chosen[0] as Limit, value, { hard, soft }, limits);
  const out = bufferedOutput();
  for (const limit of chosen) {
    const [low, high] = limits[limit.name] ?? [-1, -1];
    const number = hard ? high : low;
    const shown = number < 0 || number >= 2 ** 63 ? 'unlimited' : String(Math.floor(number / limit.unit));
    const label = chosen.length > 1 ? `${limit.label.padEnd(32)}(-${limit.letter}) ` : '';
    yield* out.text(`${label}${shown}\n`);
  }
  yield* out.flush();
  return 0;
}

function* setLimit(
  limit: Limit,
  text: string,
  which: { hard: boolean; soft: boolean },
  limits: Readonly<Record<string, readonly [number, number]>>,
): Sys<number> {
  const number = text === 'unlimited' ? -1 : Number(text) * limit.unit;
  if (Number.isNaN(number)) {
    yield* complain(`ulimit: invalid number '${text}'`);
    return 1;
  }
  const [low, high] = limits[limit.name] ?? [-1, -1];
  const both = which.hard === which.soft;
  yield* sys.limits({
    [limit.name]: [both || which.soft ? number : low, both || which.hard ? number : high],
  });
  return 0;
}
