import type { Sys } from '../../process/system-call.ts';
import { complain } from '../output.ts';
import { ShellError, type ShellState } from './state.ts';
import { getVariable, setVariable, unsetVariable } from './variables.ts';

export function* getopts(shell: ShellState, argv: readonly string[]): Sys<number> {
  const [, options, name] = argv;
  if (options === undefined || name === undefined) throw new ShellError('usage: getopts optstring var [arg]');
  const words = argv.length > 3 ? argv.slice(3) : shell.params;
  const isQuiet = options[0] === ':';
  let index = Number(getVariable(shell, 'OPTIND') ?? 1);
  let offset = shell.getoptsOffset;
  const finish = (value: string, status: number, at: number, next: number) => {
    setVariable(shell, name, value);
    setVariable(shell, 'OPTIND', String(at));
    shell.getoptsOffset = next;
    return status;
  };
  const word = words[index - 1];
  if (offset === 0) {
    if (word === undefined || word[0] !== '-' || word === '-') return finish('?', 1, index, 0);
    if (word === '--') return finish('?', 1, index + 1, 0);
    offset = 1;
  }
  const letter = word?.[offset] ?? '';
  offset++;
  const isWordDone = offset >= (word?.length ?? 0);
  const where = letter === ':' ? -1 : options.indexOf(letter, isQuiet ? 1 : 0);
  if (where < 0) {
    if (isQuiet) setVariable(shell, 'OPTARG', letter);
    else {
      yield* complain(`Illegal option -${letter}`);
      if (shell.variables.has('OPTARG')) unsetVariable(shell, 'OPTARG');
    }
    return finish('?', 0, isWordDone ? index + 1 : index, isWordDone ? 0 : offset);
  }
  if (options[where + 1] !== ':') {
    setVariable(shell, 'OPTARG', '');
    return finish(letter, 0, isWordDone ? index + 1 : index, isWordDone ? 0 : offset);
  }
  const value = isWordDone ? words[index] : word?.slice(offset);
  index += isWordDone ? 2 : 1;
  if (value === undefined) {
    if (isQuiet) {
      setVariable(shell, 'OPTARG', letter);
      return finish(':', 0, index - 1, 0);
    }
    yield* complain(`No arg for -${letter} option`);
    if (shell.variables.has('OPTARG')) unsetVariable(shell, 'OPTARG');
    return finish('?', 0, index - 1, 0);
  }
  setVariable(shell, 'OPTARG', value);
  return finish(letter, 0, index, 0);
}
