import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Program, Sys, TerminalAttributes } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { complain } from './output.ts';

type Change = (attributes: TerminalAttributes, on: boolean) => Partial<TerminalAttributes>;

const SANE: TerminalAttributes = {
  echo: true,
  canonical: true,
  signals: true,
  newlineOut: true,
  returnIn: true,
};

/** Settings that a simulated terminal has; with a dash before them they are off. */
const SETTINGS: Readonly<Record<string, Change>> = {
  echo: (_, on) => ({ echo: on }),
  icanon: (_, on) => ({ canonical: on }),
  isig: (_, on) => ({ signals: on }),
  onlcr: (_, on) => ({ newlineOut: on }),
  opost: (_, on) => ({ newlineOut: on }),
  icrnl: (_, on) => ({ returnIn: on }),
  cbreak: (_, on) => ({ canonical: !on }),
  raw: (_, on) => ({ canonical: !on, signals: !on, newlineOut: !on, returnIn: !on }),
  cooked: (_, on) => ({ canonical: on, signals: on, newlineOut: on, returnIn: on }),
  sane: () => SANE,
};

/** Settings of real terminals that make no difference to a simulated one. */
const WITHOUT_EFFECT =
  /^(brkint|clocal|cread|cs[5-8]|echoctl|echoe|echok|echoke|echonl|hupcl|iexten|ignbrk|ignpar|imaxbel|inlcr|iutf8|ixany|ixoff|ixon|noflsh|parenb|tostop|\d+)$/;

export const stty: Program = function* ({ argv }) {
  const attributes = yield* outcome(sys.tcgetattr(0));
  if (attributes instanceof Errno) {
    yield* complain(`stty: standard input: ${attributes.message}`);
    return 1;
  }
  const words = argv.slice(1);
  if (words.length === 0 || words[0] === '-a') return yield* showTerminal();
  let changed = { ...attributes };
  while (words.length > 0) {
    const word = words.shift() as string;
    const isOn = !word.startsWith('-');
    const name = isOn ? word : word.slice(1);
    const change = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
    if (change !== undefined) changed = { ...changed, ...change(changed, isOn) };
    else if (isOn && /^(size|rows|cols|columns)$/.test(name)) yield* windowSize(name, words);
    else if (!WITHOUT_EFFECT.test(name)) {
      yield* complain(`stty: invalid argument '${word}'`);
      return 1;
    }
  }
  yield* sys.tcsetattr(0, changed);
  return 0;
};

/** `size` shows it, and fails for a terminal that nobody has given one; `rows N`, `cols N` set it. */
function* windowSize(name: string, words: string[]): Sys<void> {
  const size = yield* sys.winsize(0);
  if (name === 'size') {
    if (size.rows === 0 && size.columns === 0) yield* complain('stty: standard input');
    else yield* sys.write(1, `${size.rows} ${size.columns}\n`);
    return;
  }
  const value = Number(words.shift());
  yield* sys.winsize(0, name === 'rows' ? { ...size, rows: value } : { ...size, columns: value });
}

function* showTerminal(): Sys<number> {
  yield* sys.write(
    1,
    'speed 38400 baud; line = 0;\nintr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>;\n' +
      'eol2 = <undef>; swtch = <undef>; start = ^Q; stop = ^S; susp = ^Z; rprnt = ^R;\n' +
      'werase = ^W; lnext = ^V; flush = ^O; min = 1; time = 0;\n-brkint -imaxbel\n',
  );
  return 0;
}
