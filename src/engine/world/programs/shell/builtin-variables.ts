import type { Sys } from '../../process/system-call.ts';
import { bufferedOutput } from '../output.ts';
import { builtinOptions } from './builtin-options.ts';
import { evaluate } from './expand.ts';
import { OPTION_LETTERS, OPTION_NAMES, type OptionName, ShellError, type ShellState } from './state.ts';
import {
  declareVariable,
  getVariable,
  makeLocal,
  NAME,
  setVariable,
  singleQuoted,
  unsetVariable,
} from './variables.ts';

function splitAssignment(word: string): { name: string; value: string | undefined } {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  if (!NAME.test(name)) throw new ShellError(`${name}: bad variable name`);
  return { name, value: equals < 0 ? undefined : word.slice(equals + 1) };
}

export function* exportNames(shell: ShellState, argv: readonly string[]): Sys<number> {
  const { given, rest } = builtinOptions(argv, 'np');
  if (rest.length === 0) return yield* listMarked(shell, 'export', 'exported');
  for (const word of rest) {
    const { name, value } = splitAssignment(word);
    if (value !== undefined) setVariable(shell, name, value);
    declareVariable(shell, name).exported = !given.has('n');
  }
  return 0;
}

export function* readonlyNames(shell: ShellState, argv: readonly string[]): Sys<number> {
  const { rest } = builtinOptions(argv, 'p');
  if (rest.length === 0) return yield* listMarked(shell, 'readonly', 'readonly');
  for (const word of rest) {
    const { name, value } = splitAssignment(word);
    if (value !== undefined) setVariable(shell, name, value);
    declareVariable(shell, name).readonly = true;
  }
  return 0;
}

function* listMarked(shell: ShellState, word: string, mark: 'exported' | 'readonly'): Sys<number> {
  const out = bufferedOutput();
  for (const name of [...shell.variables.keys()].sort()) {
    const variable = shell.variables.get(name);
    if (!variable?.[mark]) continue;
    const value = variable.value === undefined ? '' : `=${singleQuoted(variable.value)}`;
    yield* out.text(`${word} ${name}${value}\n`);
  }
  yield* out.flush();
  return 0;
}

// biome-ignore lint/correctness/useYield: has a builtin's shape
export function* unset(shell: ShellState, argv: readonly string[]): Sys<number> {
  const { given, rest } = builtinOptions(argv, 'fv');
  for (const name of rest) {
    if (given.has('f')) {
      shell.functions.delete(name);
      continue;
    }
    if (!NAME.test(name)) throw new ShellError(`${name}: bad variable name`);
    if (shell.variables.has(name)) unsetVariable(shell, name);
    else if (!given.has('v')) shell.functions.delete(name);
  }
  return 0;
}

// biome-ignore lint/correctness/useYield: has a builtin's shape
export function* local(shell: ShellState, argv: readonly string[]): Sys<number> {
  if (shell.functionDepth === 0) throw new ShellError('not in a function');
  for (const word of argv.slice(1)) {
    const { name, value } = splitAssignment(word);
    makeLocal(shell, name);
    if (value !== undefined) setVariable(shell, name, value);
    else if (!shell.variables.get(name)?.exported) unsetVariable(shell, name);
  }
  return 0;
}

// biome-ignore lint/correctness/useYield: has a builtin's shape
export function* letNumbers(shell: ShellState, argv: readonly string[]): Sys<number> {
  if (argv.length < 2) throw new ShellError('expression expected');
  let value = 0n;
  for (const word of argv.slice(1)) value = evaluate(shell, word);
  return value === 0n ? 1 : 0;
}

export function* set(shell: ShellState, argv: readonly string[]): Sys<number> {
  if (argv.length === 1) return yield* listVariables(shell);
  let at = 1;
  for (; at < argv.length; at++) {
    const word = argv[at] as string;
    if (word === '--') {
      shell.params = argv.slice(at + 1);
      return 0;
    }
    if (word === '-') {
      shell.options.xtrace = false;
      shell.options.verbose = false;
      at++;
      break;
    }
    if (!/^[-+]./.test(word)) break;
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        const name = argv[at + 1];
        if (name === undefined) return yield* listOptions(shell, word[0] === '+');
        at++;
        setOption(shell, name as OptionName, word[0] === '-', `illegal option ${word[0]}o ${name}`);
      } else {
        const option = OPTION_NAMES.find(each => OPTION_LETTERS[each] === letter);
        setOption(shell, option, word[0] === '-', `illegal option ${word[0]}${letter}`);
      }
    }
  }
  if (at < argv.length) shell.params = argv.slice(at);
  return 0;
}

export function setOption(
  shell: ShellState,
  name: OptionName | undefined,
  on: boolean,
  sentence: string,
): void {
  if (name === undefined || !OPTION_NAMES.includes(name)) throw new ShellError(sentence);
  shell.options[name] = on;
}

const LISTED_OPTIONS = OPTION_NAMES.filter(name => name !== 'interactive' && name !== 'stdin');

function* listOptions(shell: ShellState, asCommands: boolean): Sys<number> {
  const out = bufferedOutput();
  for (const name of LISTED_OPTIONS) {
    const on = shell.options[name];
    if (asCommands) yield* out.text(`set ${on ? '-' : '+'}o ${name}\n`);
    else yield* out.text(`${name.padEnd(15)} ${on ? 'on' : 'off'}\n`);
  }
  yield* out.flush();
  return 0;
}

function* listVariables(shell: ShellState): Sys<number> {
  const out = bufferedOutput();
  for (const name of [...shell.variables.keys()].sort()) {
    const value = name === 'LINENO' ? '' : getVariable(shell, name);
    if (value !== undefined) yield* out.text(`${name}=${singleQuoted(value)}\n`);
  }
  yield* out.flush();
  return 0;
}
