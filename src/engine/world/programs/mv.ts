import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { copyFile } from './copy-files.ts';
import { isDirectory } from './file-mode.ts';
import { command, fail, type Options, showUsage } from './options.ts';
import { complain } from './output.ts';
import { asks, removeTree } from './rm.ts';
import { baseName, joinPath } from './tree-walk.ts';

const TABLE = {
  letters: 'fint:Tv',
  long: { force: 'f', interactive: 'i', 'no-clobber': 'n', 'no-target-directory': 'T', verbose: 'v' },
  usage:
    'mv [-finT] SOURCE DEST\nor: mv [-fin] SOURCE... { -t DIRECTORY | DIRECTORY }\n\nRename SOURCE to DEST, or move SOURCEs to DIRECTORY\n',
};

export const mv = command('mv', TABLE, function* (options) {
  const into = options.value('t');
  const operands = into === undefined ? options.operands : [...options.operands, into];
  if (operands.length < 2) return yield* showUsage('mv', TABLE);
  const target = operands.at(-1) ?? '';
  const isInto = isDirectory(yield* attempt(sys.stat(target))) && !options.has('T');
  if (operands.length > 2 && !isInto) return yield* fail('mv', `target '${target}' is not a directory`);
  let status = 0;
  for (const source of operands.slice(0, -1)) {
    status |= yield* move(source, isInto ? joinPath(target, baseName(source)) : target, options);
  }
  return status;
});

function* move(from: string, to: string, options: Options): Sys<number> {
  const there = yield* attempt(sys.lstat(to));
  if (there && options.last('fin') === 'n') return 0;
  if (there && options.last('fin') === 'i' && !(yield* asks(`mv: overwrite '${to}'? `))) return 0;
  const failed = yield* outcome(sys.rename(from, to));
  if (failed instanceof Errno) {
    if (failed.code !== 'EXDEV') {
      yield* complain(`mv: can't rename '${from}': ${failed.message}`);
      return 1;
    }
    const how = { recursive: true, preserve: true, force: true, follow: 'never', verbose: false } as const;
    if (yield* copyFile('mv', from, to, how)) return 1;
    if (yield* removeTree('mv', from)) return 1;
  }
  if (options.has('v')) yield* sys.write(1, `'${from}' -> '${to}'\n`);
  return 0;
}
