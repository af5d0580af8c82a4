import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
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
