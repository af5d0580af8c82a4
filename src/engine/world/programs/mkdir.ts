import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { isDirectory } from './file-mode.ts';
import { parseMode } from './mode-text.ts';
import { command, fail, showUsage } from './options.ts';
import { complain } from './output.ts';
import { tryOr } from './tree-walk.ts';

const MKDIR = {
  letters: 'm:pv',
  long: { mode: 'm', parents: 'p', verbose: 'v' },
  unsimulated: 'Z',
  usage: 'mkdir [-m MODE] [-p] DIRECTORY...\n\nCreate DIRECTORY\n',
};

export const mkdir = command('mkdir', MKDIR, function* (options) {
  if (options.operands.length === 0) return yield* showUsage('mkdir', MKDIR);
  const text = options.value('m');
  const mode = text === undefined ? undefined : parseMode(text, 0o777, 0, true);
  if (text !== undefined && mode === undefined) return yield* fail('mkdir', `invalid mode '${text}'`);
  let status = 0;
  for (const path of options.operands) {
    const failed = yield* outcome(options.has('p') ? makeParents(path) : sys.mkdir(path, mode ?? 0o777));
    if (failed instanceof Errno) {
      yield* complain(`mkdir: can't create directory '${path}': ${failed.message}`);
      status = 1;
    } else if (mode !== undefined) yield* attempt(sys.chmod(path, mode));
  }
  return status;
});

/** mkdir -p: what is there already is no error. */
export function* makeParents(path: string): Sys<void> {
  let made = path[0] === '/' ? '/' : '';
  for (const part of path.split('/')) {
    if (part === '') continue;
    made += made === '' || made.endsWith('/') ? part : `/${part}`;
    const failed = yield* outcome(sys.mkdir(made));
    if (!(failed instanceof Errno)) continue;
    if (!isDirectory(yield* attempt(sys.stat(made)))) throw failed;
  }
}

const RMDIR = {
  letters: 'p',
  long: { parents: 'p', 'ignore-fail-on-non-empty': '\0' },
  usage: 'rmdir [-p] DIRECTORY...\n\nRemove DIRECTORY if it is empty\n',
};

export const rmdir = command('rmdir', RMDIR, function* (options) {
  if (options.operands.length === 0) return yield* showUsage('rmdir', RMDIR);
  let status = 0;
  for (const operand of options.operands) {
    let path = operand;
    for (;;) {
      const failed = yield* tryOr('rmdir', `'${path}'`, sys.rmdir(path));
      status |= failed;
      const slash = path.lastIndexOf('/');
      if (failed || !options.has('p') || slash <= 0) break;
      path = path.slice(0, slash);
    }
  }
  return status;
});
