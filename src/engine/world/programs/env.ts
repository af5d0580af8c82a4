import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import { outcome } from './attempt.ts';
import { findInPath } from './find-in-path.ts';
import { command, fail } from './options.ts';
import { bufferedOutput } from './output.ts';

export const env = command(
  'env',
  {
    letters: '+iu:0',
    long: { 'ignore-environment': 'i', unset: 'u', null: '0' },
    usage:
      'env [-i0] [-u NAME]... [-] [NAME=VALUE]... [PROG ARGS]\n\nPrint current environment or run PROG after setting up environment\n',
  },
  function* (options, context) {
    let words = options.operands;
    let variables: Record<string, string> = options.has('i') || words[0] === '-' ? {} : { ...context.env };
    if (words[0] === '-') words = words.slice(1);
    for (const name of options.values('u')) variables = without(variables, name);
    while (words[0]?.includes('=')) {
      const equals = words[0].indexOf('=');
      variables[words[0].slice(0, equals)] = words[0].slice(equals + 1);
      words = words.slice(1);
    }
    const [name] = words;
    if (name === undefined) {
      const out = bufferedOutput();
      for (const [key, value] of Object.entries(variables)) {
        yield* out.text(`${key}=${value}${options.has('0') ? '\0' : '\n'}`);
      }
      yield* out.flush();
      return 0;
    }
    const path = yield* findInPath(name, variables.PATH);
    const failed =
      path === undefined ? new Errno('ENOENT') : yield* outcome(sys.exec(path, words, variables));
    const code = failed instanceof Errno ? failed.code : 'ENOENT';
    return yield* fail(
      'env',
      `can't execute '${name}': ${new Errno(code).message}`,
      code === 'ENOENT' ? 127 : 126,
    );
  },
);

function without(variables: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([key]) => key !== name));
}
