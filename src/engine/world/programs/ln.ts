import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import { attempt, outcome } from './attempt.ts';
import { isDirectory } from './file-mode.ts';
import { command, showUsage } from './options.ts';
import { complain } from './output.ts';
import { baseName, joinPath } from './tree-walk.ts';

const TABLE = {
  letters: 'sfnbtvTS:',
  usage:
    'ln [-sfnbtv] [-S SUF] TARGET... LINK|DIR\n\nCreate a link LINK or DIR/TARGET to the specified TARGET(s)\n',
};

export const ln = command('ln', TABLE, function* (options) {
  const { operands } = options;
  if (operands.length === 0) return yield* showUsage('ln', TABLE);
  const single = operands.length === 1;
  const last = single ? baseName(operands[0] ?? '') : (operands.at(-1) ?? '');
  const lookAt = options.has('n') ? sys.lstat(last) : sys.stat(last);
  const into = !single && !options.has('T') && isDirectory(yield* attempt(lookAt));
  if (operands.length > 2 && !into) {
    yield* complain(`ln: target '${last}' is not a directory`);
    return 1;
  }
  let status = 0;
  for (const target of single ? operands : operands.slice(0, -1)) {
    const path = into ? joinPath(last, baseName(target)) : last;
    if (options.has('f')) yield* attempt(sys.unlink(path));
    const failed = yield* outcome(options.has('s') ? sys.symlink(target, path) : sys.link(target, path));
    if (failed instanceof Errno) {
      const missing = !options.has('s') && failed.code === 'ENOENT' && !(yield* attempt(sys.lstat(target)));
      yield* complain(`ln: ${missing ? target : path}: ${failed.message}`);
      status = 1;
    } else if (options.has('v')) yield* sys.write(1, `'${path}' -> '${target}'\n`);
  }
  return status;
});

const LINK = { letters: '', usage: 'link FILE LINK\n\nCreate hard LINK to FILE\n' };

export const link = command('link', LINK, function* ({ operands }) {
  const [from, to] = operands;
  if (from === undefined || to === undefined) return yield* showUsage('link', LINK);
  const failed = yield* outcome(sys.link(from, to));
  if (!(failed instanceof Errno)) return 0;
  yield* complain(`link: can't create link '${to}' to '${from}': ${failed.message}`);
  return 1;
});

const UNLINK = { letters: '', usage: 'unlink FILE\n\nDelete FILE by calling unlink()\n' };

export const unlink = command('unlink', UNLINK, function* ({ operands }) {
  const [path] = operands;
  if (path === undefined) return yield* showUsage('unlink', UNLINK);
  const failed = yield* outcome(sys.unlink(path));
  if (!(failed instanceof Errno)) return 0;
  yield* complain(`unlink: can't remove file '${path}': ${failed.message}`);
  return 1;
});
