import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { command, fail, showUsage } from './options.ts';
import { bufferedOutput, complain } from './output.ts';
import { parseSize } from './size-text.ts';
import { encodeText } from './text.ts';

export const printenv = command(
  'printenv',
  { letters: '', usage: 'printenv [VARIABLE]...\n' },
  function* (options, context) {
    const out = bufferedOutput();
    let status = 0;
    if (options.operands.length === 0)
      for (const [name, value] of Object.entries(context.env)) yield* out.text(`${name}=${value}\n`);
    for (const name of options.operands) {
      const value = context.env[name];
      if (value === undefined) status = 1;
      else yield* out.text(`${value}\n`);
    }
    yield* out.flush();
    return status;
  },
);

export const tty = command('tty', { letters: 's', usage: 'tty\n' }, function* (options) {
  const isTerminal = (yield* attempt(sys.isatty(0))) ?? false;
  if (!options.has('s')) yield* sys.write(1, isTerminal ? '/dev/pts/0\n' : 'not a tty\n');
  return isTerminal ? 0 : 1;
});

const STTY = { letters: '+aF:g', usage: 'stty [-a|g] [-F DEVICE] [SETTING]...\n' };

export const stty = command('stty', STTY, function* (options) {
  const attributes = yield* outcome(sys.tcgetattr(0));
  if (attributes instanceof Errno) return yield* fail('stty', `standard input: ${attributes.message}`);
  const words = [...options.operands];
  if (words.length === 0) return yield* showTerminal();
  let changed = { ...attributes };
  while (words.length > 0) {
    const word = words.shift() ?? '';
    const on = word[0] !== '-';
    const size = yield* sys.winsize(0);
    switch (on ? word : word.slice(1)) {
      case 'size':
        yield* sys.write(1, `${size.rows} ${size.columns}\n`);
        break;
      case 'rows':
        yield* sys.winsize(0, { ...size, rows: Number(words.shift()) });
        break;
      case 'cols':
      case 'columns':
        yield* sys.winsize(0, { ...size, columns: Number(words.shift()) });
        break;
      case 'echo':
        changed = { ...changed, echo: on };
        break;
      case 'icanon':
        changed = { ...changed, canonical: on };
        break;
      case 'isig':
        changed = { ...changed, signals: on };
        break;
      case 'onlcr':
        changed = { ...changed, newlineOut: on };
        break;
      case 'icrnl':
        changed = { ...changed, returnIn: on };
        break;
      case 'raw':
        changed = { echo: changed.echo, canonical: !on, signals: !on, newlineOut: !on, returnIn: !on };
        break;
      case 'sane':
      case 'cooked':
        changed = { echo: true, canonical: true, signals: true, newlineOut: true, returnIn: true };
        break;
      default:
        return yield* fail('stty', `invalid argument '${word}'`);
    }
  }
  yield* sys.tcsetattr(0, changed);
  return 0;
});

function* showTerminal(): Sys<number> {
  yield* sys.write(
    1,
    'speed 38400 baud; line = 0;\nintr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>;\n' +
      'eol2 = <undef>; swtch = <undef>; start = ^Q; stop = ^S; susp = ^Z; rprnt = ^R;\n' +
      'werase = ^W; lnext = ^V; flush = ^O; min = 1; time = 0;\n-brkint -imaxbel\n',
  );
  return 0;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export const mktemp = command(
  'mktemp',
  { letters: 'dt:qp:u', usage: 'mktemp [-dt] [-p DIR] [TEMPLATE]\n' },
  function* (options, context) {
    const directory = options.value('p') ?? context.env.TMPDIR ?? '/tmp';
    const given = options.operands[0] ?? options.value('t');
    const template = given ?? 'tmp.XXXXXX';
    if (!template.endsWith('XXXXXX')) return yield* fail('mktemp', 'Invalid argument');
    const random = yield* sys.random(6);
    const name = template.slice(0, -6) + [...random].map(byte => LETTERS[byte % LETTERS.length]).join('');
    const path = given === undefined || options.has('p') || options.has('t') ? `${directory}/${name}` : name;
    const made = yield* outcome<unknown>(
      options.has('u')
        ? sys.getcwd()
        : options.has('d')
          ? sys.mkdir(path, 0o700)
          : sys.open(path, { write: true, create: true, exclusive: true }, 0o600),
    );
    if (made instanceof Errno) return yield* fail('mktemp', `(null): ${made.message}`);
    yield* sys.write(1, encodeText(`${path}\n`));
    return 0;
  },
);

const TRUNCATE = { letters: 'cs:', usage: 'truncate [-c] -s SIZE FILE...\n' };

export const truncate = command('truncate', TRUNCATE, function* (options) {
  const size = parseSize(options.value('s') ?? '');
  if (size === undefined || options.operands.length === 0) return yield* showUsage('truncate', TRUNCATE);
  let status = 0;
  for (const path of options.operands) {
    const fd = yield* outcome(sys.open(path, { write: true, create: !options.has('c') }));
    if (fd instanceof Errno) {
      if (fd.code === 'ENOENT' && options.has('c')) continue;
      yield* complain(`truncate: ${path}: ${fd.message}`);
      status = 1;
      continue;
    }
    yield* sys.close(fd);
    yield* sys.truncate(path, size);
  }
  return status;
});

export const clear = command('clear', { letters: '', usage: 'clear\n' }, function* () {
  yield* sys.write(1, '\x1b[H\x1b[J');
  return 0;
});

export const logger = command(
  'logger',
  { letters: 'st:p:', usage: 'logger [-s] [-t TAG] [-p PRIO] [MESSAGE]\n' },
  function* (options) {
    if (options.has('s')) yield* complain(`root: ${options.operands.join(' ')}`);
    return 0;
  },
);
