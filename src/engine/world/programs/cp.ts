import { sys } from '../process/sys.ts';
import { attempt } from './attempt.ts';
import { type CopyOptions, copyFile } from './copy-files.ts';
import { isDirectory } from './file-mode.ts';
import { command, fail, showUsage } from './options.ts';
import { baseName, joinPath } from './tree-walk.ts';

const TABLE = {
  letters: 'pdRrfinlsLHPatuvT',
  long: {
    archive: 'a',
    force: 'f',
    recursive: 'r',
    dereference: 'L',
    'no-dereference': 'P',
    preserve: 'p',
    verbose: 'v',
    update: 'u',
    'no-target-directory': 'T',
  },
  usage:
    'cp [-arPLHpfinlsTu] SOURCE DEST\nor: cp [-arPLHpfinlsu] SOURCE... { -t DIRECTORY | DIRECTORY }\n\nCopy SOURCEs to DEST\n',
};

export const cp = command('cp', TABLE, function* (options) {
  const { operands } = options;
  if (operands.length === 0) return yield* showUsage('cp', TABLE);
  if (operands.length === 1) return yield* showUsage('cp', TABLE);
  const archive = options.has('a');
  const recursive = archive || options.has('R') || options.has('r');
  const keepLinks = archive || options.has('d') || options.has('P') || recursive;
  const how: CopyOptions = {
    recursive,
    preserve: archive || options.has('p'),
    force: options.has('f'),
    follow: options.has('L') ? 'always' : options.has('H') ? 'named' : keepLinks ? 'never' : 'always',
    verbose: options.has('v'),
    update: options.has('u'),
    noClobber: options.has('n'),
    hardLink: options.has('l'),
    symLink: options.has('s'),
  };
  const target = operands.at(-1) ?? '';
  const isInto = isDirectory(yield* attempt(sys.stat(target))) && !options.has('T');
  if (operands.length > 2 && !isInto) return yield* fail('cp', `target '${target}' is not a directory`);
  let status = 0;
  for (const source of operands.slice(0, -1)) {
    status |= yield* copyFile('cp', source, isInto ? joinPath(target, baseName(source)) : target, how);
  }
  return status;
});
