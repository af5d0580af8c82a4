import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt, outcome } from '../attempt.ts';
import { readFile } from '../input.ts';
import { bufferedOutput } from '../output.ts';
import { decodeText } from '../text.ts';
import { describe, locate } from './builtin-names.ts';
import { builtinOptions } from './builtin-options.ts';
import { BUILTINS } from './builtins.ts';
import { findCommand, refuse, runAsScript, runExternal } from './external.ts';
import type { Mode } from './run.ts';
import { runText } from './run-text.ts';
import { callBuiltin } from './simple.ts';
import { ShellError, ShellExit, type ShellState } from './state.ts';
import { exportedVariables, getVariable } from './variables.ts';

export function* evaluateText(shell: ShellState, argv: readonly string[], mode: Mode): Sys<number> {
  return yield* runText(shell, argv.slice(1).join(' '), shell.line, { tested: mode.tested });
}

/** `.` and source */
export function* dot(shell: ShellState, argv: readonly string[]): Sys<number> {
  const name = argv[1];
  if (name === undefined) return 0;
  const path = name.includes('/') ? name : yield* findScript(shell, name);
  if (path === undefined) throw new ShellError(`${name}: not found`);
  const content = yield* outcome(readFile(path));
  if (content instanceof Errno) throw new ShellError(`can't open '${path}': ${content.message}`);
  const { params, commandName } = shell;
  if (argv.length > 2) shell.params = argv.slice(2);
  shell.commandName = path;
  const status = yield* runText(shell, decodeText(content), 1);
  shell.commandName = commandName;
  if (argv.length > 2) shell.params = params;
  if (shell.leaving === 'file') shell.leaving = 'nothing';
  return status;
}

function* findScript(shell: ShellState, name: string): Sys<string | undefined> {
  for (const directory of (getVariable(shell, 'PATH') ?? '').split(':')) {
    const path = directory === '' ? name : `${directory}/${name}`;
    if ((yield* attempt(sys.access(path, 4))) !== undefined || (yield* attempt(sys.stat(path)))) return path;
  }
  return undefined;
}

export function* exec(shell: ShellState, argv: readonly string[]): Sys<number> {
  let words = argv.slice(1);
  if (words[0] === '--') words = words.slice(1);
  const [name] = words;
  if (name === undefined) return 0;
  const found = yield* findCommand(shell, name);
  if (!found) throw new ShellExit(yield* refuse(shell, name, 'ENOENT'));
  if (found.notExecutable) throw new ShellExit(yield* refuse(shell, name, 'EACCES'));
  const env = exportedVariables(shell);
  const failed = yield* outcome(sys.exec(found.path, words, env));
  if (failed instanceof Errno && failed.code === 'ENOEXEC') {
    throw new ShellExit(yield* runAsScript(shell, found.path, words, env));
  }
  throw new ShellExit(yield* refuse(shell, name, failed instanceof Errno ? failed.code : 'ENOENT'));
}

export function* command(shell: ShellState, argv: readonly string[], mode: Mode): Sys<number> {
  const { given, rest } = builtinOptions(argv, 'pvV');
  const [name] = rest;
  if (name === undefined) return 0;
  if (given.has('v') || given.has('V')) {
    const found = yield* locate(shell, name);
    const out = bufferedOutput(1);
    const text = given.has('V') ? describe(name, found) : found.short;
    if (text !== '') yield* out.text(`${text}\n`);
    yield* out.flush();
    return found.kind === 'missing' ? 127 : 0;
  }
  const builtin = BUILTINS[name];
  // `command` takes away what is special of a special builtin.
  if (builtin) return yield* callBuiltin(shell, { run: builtin.run }, rest, [], mode);
  const { commandName } = shell;
  shell.commandName = undefined;
  try {
    return yield* runExternal(shell, rest, exportedVariables(shell), mode, []);
  } finally {
    shell.commandName = commandName;
  }
}
