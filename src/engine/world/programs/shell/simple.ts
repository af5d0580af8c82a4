import { WriteError } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { complain } from '../output.ts';
import { encodeText } from '../text.ts';
import { BUILTINS, type Builtin } from './builtins.ts';
import { report } from './complain.ts';
import { expandString, expandWords } from './expand.ts';
import { runExternal } from './external.ts';
import { forget, redirect, restore, type SavedDescriptor } from './redirect.ts';
import { type Mode, PLAIN, run } from './run.ts';
import { ShellError, ShellExit, type ShellState, type Variable } from './state.ts';
import type { Node, SimpleCommand } from './syntax.ts';
import { exportedVariables, restoreLocals, setVariable } from './variables.ts';

/** Runs a simple command: a function, a builtin, a program, or only assignments and redirections. */
export function* runSimple(shell: ShellState, node: SimpleCommand, mode: Mode): Sys<number> {
  shell.line = node.line;
  const before = shell.status;
  shell.status = 0;
  const substituted = node.words.length === 0;
  if (!substituted) shell.status = before;
  const words = yield* expandWords(shell, node.words);
  const [name] = words;
  const builtin = name === undefined ? undefined : BUILTINS[name];
  const saved = yield* redirectFor(shell, node, builtin?.special === true);
  if (saved === undefined) return 1;
  let keepsRedirections = false;
  try {
    if (name === undefined) return yield* assignOnly(shell, node);
    const assignments = yield* expandAssignments(shell, node);
    if (shell.options.xtrace) yield* trace(shell, assignments, words);
    const body = shell.functions.get(name);
    if (body && !builtin?.special) return yield* callFunction(shell, body, words, assignments, mode.tested);
    if (builtin) {
      keepsRedirections = name === 'exec' && words.length === 1;
      return yield* callBuiltin(shell, builtin, words, assignments, mode);
    }
    return yield* runExternal(shell, words, environment(shell, assignments), mode, saved);
  } finally {
    if (keepsRedirections) yield* forget(saved);
    else yield* restore(shell, saved);
  }
}

type Assignments = readonly (readonly [name: string, value: string])[];

function* redirectFor(
  shell: ShellState,
  node: SimpleCommand,
  isSpecial: boolean,
): Sys<SavedDescriptor[] | undefined> {
  if (node.redirections.length === 0) return [];
  try {
    return yield* redirect(shell, node.redirections);
  } catch (error) {
    if (!(error instanceof ShellError) || error.status !== 1) throw error;
    yield* report(shell, error.message);
    if (isSpecial) throw new ShellExit(1, true);
    return undefined;
  }
}

function* expandAssignments(shell: ShellState, node: SimpleCommand): Sys<Assignments> {
  const assignments: [string, string][] = [];
  for (const { name, value } of node.assignments) {
    assignments.push([name, yield* expandString(shell, value, 'assignment')]);
  }
  return assignments;
}

function* assignOnly(shell: ShellState, node: SimpleCommand): Sys<number> {
  const traced: [string, string][] = [];
  for (const { name, value } of node.assignments) {
    const text = yield* expandString(shell, value, 'assignment');
    yield* holdValue(shell, name, text);
    setVariable(shell, name, text);
    traced.push([name, text]);
  }
  if (shell.options.xtrace && traced.length > 0) yield* trace(shell, traced, []);
  return shell.status;
}

/** What is small is free, so that most scripts need not say what they hold. */
const LARGE_VALUE = 2 ** 20;

function* holdValue(shell: ShellState, name: string, text: string): Sys<void> {
  const size = (value = '') => (value.length < LARGE_VALUE ? 0 : value.length);
  const more = size(text) - size(shell.variables.get(name)?.value);
  if (more !== 0) yield* sys.grow(more);
}

function* trace(shell: ShellState, assignments: Assignments, words: readonly string[]): Sys<void> {
  const prefix = shell.variables.get('PS4')?.value ?? '+ ';
  const all = [
    ...assignments.map(([name, value]) => `${name}=${quoteForTrace(value)}`),
    ...words.map(quoteForTrace),
  ];
  yield* sys.write(2, encodeText(`${prefix}${all.join(' ')}\n`));
}

function quoteForTrace(text: string): string {
  return /^[A-Za-z0-9_./:+,@%^\]{}-]*$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

function environment(shell: ShellState, assignments: Assignments): Record<string, string> {
  const env = exportedVariables(shell);
  for (const [name, value] of assignments) {
    if (shell.variables.get(name)?.readonly) throw new ShellError(`${name}: is read only`);
    env[name] = value;
  }
  return env;
}

/** Sets variables for one command; what it returns puts the old ones back. */
function assignFor(shell: ShellState, assignments: Assignments): Map<string, Variable | undefined> {
  const before = new Map<string, Variable | undefined>();
  for (const [name, value] of assignments) {
    const variable = shell.variables.get(name);
    if (!before.has(name)) before.set(name, variable ? { ...variable } : undefined);
    setVariable(shell, name, value);
    const set = shell.variables.get(name);
    if (set) set.exported = true;
  }
  return before;
}

function putBack(shell: ShellState, before: Map<string, Variable | undefined>): void {
  shell.locals.push(before);
  restoreLocals(shell);
}

function* callFunction(
  shell: ShellState,
  body: Node,
  words: readonly string[],
  assignments: Assignments,
  tested: boolean,
): Sys<number> {
  const { params, loopDepth, functionName } = shell;
  shell.functionName = words[0] ?? '';
  const before = assignFor(shell, assignments);
  shell.locals.push(new Map());
  shell.params = words.slice(1);
  shell.loopDepth = 0;
  shell.functionDepth++;
  try {
    return yield* run(shell, body, { ...PLAIN, tested });
  } finally {
    shell.functionDepth--;
    shell.loopDepth = loopDepth;
    shell.functionName = functionName;
    shell.params = params;
    restoreLocals(shell);
    putBack(shell, before);
    if (shell.leaving === 'return') shell.leaving = 'nothing';
  }
}

export function* callBuiltin(
  shell: ShellState,
  builtin: Builtin,
  words: readonly string[],
  assignments: Assignments,
  mode: Mode,
): Sys<number> {
  const { commandName } = shell;
  const before = assignFor(shell, assignments);
  shell.commandName = words[0];
  try {
    return yield* builtin.run(shell, words, mode);
  } catch (error) {
    // The builtin is an applet of busybox here, and of them only echo says so.
    if (error instanceof WriteError) {
      if (words[0] === 'echo') yield* complain(`${shell.arg0}: write error: ${error.message}`);
      return 1;
    }
    if (!(error instanceof ShellError)) throw error;
    yield* report(shell, error.message);
    if (builtin.special) throw new ShellExit(error.status, true);
    return error.status;
  } finally {
    shell.commandName = commandName;
    if (!builtin.special) putBack(shell, before);
  }
}
