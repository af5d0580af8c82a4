import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { isSymlink } from './file-mode.ts';
import { findInPath } from './find-in-path.ts';
import { command, showUsage } from './options.ts';
import { complain } from './output.ts';
import { encodeText } from './text.ts';

const print = (text: string) => sys.write(1, encodeText(`${text}\n`));

const BASENAME = {
  letters: '+as:',
  usage:
    'basename FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...\n\nStrip directory path and SUFFIX from FILE\n',
};

export const basename = command('basename', BASENAME, function* (options) {
  const { operands } = options;
  const all = options.has('a') || options.has('s');
  if (operands.length === 0 || (!all && operands.length > 2)) return yield* showUsage('basename', BASENAME);
  const suffix = all ? (options.value('s') ?? '') : (operands[1] ?? '');
  for (const path of all ? operands : operands.slice(0, 1)) {
    const name = path.replace(/\/+$/, '').split('/').at(-1) || (path === '' ? '' : '/');
    yield* print(
      suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name,
    );
  }
  return 0;
});

const DIRNAME = { letters: '', usage: 'dirname FILENAME\n\nStrip non-directory suffix from FILENAME\n' };

export const dirname = command('dirname', DIRNAME, function* ({ operands }) {
  const [path] = operands;
  if (path === undefined || operands.length > 1) return yield* showUsage('dirname', DIRNAME);
  const trimmed = path.replace(/\/+$/, '');
  const slash = trimmed.lastIndexOf('/');
  const parent = slash < 0 ? '.' : trimmed.slice(0, slash).replace(/\/+$/, '') || '/';
  yield* print(trimmed === '' && path !== '' ? '/' : parent);
  return 0;
});

/** The path without links, dots and double slashes. The last part may be missing where `lenient`. */
function* canonicalPath(path: string, lenient: boolean, depth = 0): Sys<string> {
  if (depth > 40) throw new Errno('ELOOP');
  const start = path[0] === '/' ? path : `${yield* sys.getcwd()}/${path}`;
  const parts = start.split('/').filter(part => part !== '' && part !== '.');
  let at = '';
  for (const [index, part] of parts.entries()) {
    if (part === '..') {
      at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
      continue;
    }
    const next = `${at}/${part}`;
    const status = yield* outcome(sys.lstat(next));
    if (status instanceof Errno) {
      if (status.code === 'ENOENT' && lenient && index === parts.length - 1) return next;
      throw status;
    }
    if (isSymlink(status)) {
      const target = yield* sys.readlink(next);
      const rest = parts.slice(index + 1).join('/');
      const joined = target[0] === '/' ? `${target}/${rest}` : `${at}/${target}/${rest}`;
      return yield* canonicalPath(joined, lenient, depth + 1);
    }
    at = next;
  }
  return at === '' ? '/' : at;
}

const READLINK = { letters: 'fnvse', usage: 'readlink [-fnv] FILE\n\nDisplay the value of a symlink\n' };

export const readlink = command('readlink', READLINK, function* (options) {
  const [path] = options.operands;
  if (path === undefined || options.operands.length > 1) return yield* showUsage('readlink', READLINK);
  const result = yield* outcome(options.has('f') ? canonicalPath(path, false) : sys.readlink(path));
  if (result instanceof Errno) {
    if (options.has('v')) yield* complain(`readlink: ${path}: ${result.message}`);
    return 1;
  }
  yield* sys.write(1, encodeText(options.has('n') ? result : `${result}\n`));
  return 0;
});

const REALPATH = { letters: '', usage: 'realpath FILE...\n\nPrint absolute pathnames of FILE\n' };

export const realpath = command('realpath', REALPATH, function* ({ operands }) {
  if (operands.length === 0) return yield* showUsage('realpath', REALPATH);
  let status = 0;
  for (const path of operands) {
    const result = yield* outcome(canonicalPath(path, false));
    if (result instanceof Errno) {
      yield* complain(`realpath: ${path}: ${result.message}`);
      status = 1;
    } else yield* print(result);
  }
  return status;
});

const WHICH = { letters: 'a', usage: 'which [-a] COMMAND...\n\nLocate COMMAND\n' };

export const which = command('which', WHICH, function* (options, context) {
  if (options.operands.length === 0) return yield* showUsage('which', WHICH);
  let status = 0;
  for (const name of options.operands) {
    const path = yield* findInPath(name, context.env.PATH);
    const found = path !== undefined && (yield* attempt(sys.stat(path)));
    if (found && path !== undefined) yield* print(path);
    else status = 1;
  }
  return status;
});
