import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { isDirectory } from './file-mode.ts';
import { command, type Options, showUsage } from './options.ts';
import { complain } from './output.ts';
import { baseName, tryOr, walkTree } from './tree-walk.ts';

const TABLE = {
  letters: 'fiRr',
  long: { force: 'f', recursive: 'r', interactive: 'i' },
  usage: 'rm [-irf] FILE...\n\nRemove (unlink) FILEs\n',
};

export const rm = command('rm', TABLE, function* (options) {
  if (options.operands.length === 0) return options.has('f') ? 0 : yield* showUsage('rm', TABLE);
  let status = 0;
  for (const path of options.operands) {
    if (baseName(path) === '.' || baseName(path) === '..') {
      yield* complain(`rm: can't remove '.' or '..'`);
      status = 1;
    } else status |= yield* remove(path, options);
  }
  return status;
});

function* remove(path: string, options: Options): Sys<number> {
  const recursive = options.has('r') || options.has('R');
  const status = yield* outcome(sys.lstat(path));
  if (status instanceof Errno) {
    if (options.has('f') && (status.code === 'ENOENT' || status.code === 'ENOTDIR')) return 0;
    yield* complain(`rm: can't remove '${path}': ${status.message}`);
    return 1;
  }
  if (isDirectory(status) && !recursive) {
    yield* complain(`rm: '${path}' is a directory`);
    return 1;
  }
  if (options.has('i') && !options.has('f') && !(yield* asks(`rm: remove '${path}'? `))) return 0;
  if (!isDirectory(status)) return yield* tryOr('rm', `can't remove '${path}'`, sys.unlink(path));
  return yield* removeTree('rm', path);
}

export function* removeTree(who: string, path: string): Sys<number> {
  let failures = 0;
  yield* walkTree(path, {
    *visit(each, status) {
      const call = isDirectory(status) ? sys.rmdir(each) : sys.unlink(each);
      failures |= yield* tryOr(who, `can't remove '${each}'`, call);
    },
    *failed(each, error) {
      failures = 1;
      yield* complain(`${who}: can't remove '${each}': ${error.message}`);
    },
  });
  return failures;
}

/** A question on stderr, the answer's first letter from stdin. */
export function* asks(question: string): Sys<boolean> {
  yield* sys.write(2, question);
  let first: number | undefined;
  for (;;) {
    const data = yield* sys.read(0, 1);
    first ??= data[0];
    if (data.length === 0 || data[0] === 10) return first === 121 || first === 89;
  }
}
