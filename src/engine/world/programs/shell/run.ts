import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { report } from './complain.ts';
import { expandPattern, expandString, expandWords } from './expand.ts';
import { throwIfInterrupted } from './interactive.ts';
import { addJob, waitForJob } from './jobs.ts';
import { matchesPattern } from './pattern.ts';
import { runPipeline, spawnBackground } from './pipeline.ts';
import { redirect, restore } from './redirect.ts';
import { runSimple } from './simple.ts';
import { copyState, ShellError, ShellExit, type ShellState } from './state.ts';
import { type SubshellStart, spawnSubshell } from './subshell.ts';
import type { Node } from './syntax.ts';
import { runErrorTrap, runTraps } from './traps.ts';
import { setVariable } from './variables.ts';

/** How a node runs. */
export interface Mode {
  /** Its failure is looked at, so that `set -e` does not end the shell. */
  readonly tested: boolean;
  /** Nothing comes after it: the shell may become the last program itself (as ash's EV_EXIT). */
  readonly last: boolean;
}

export const PLAIN: Mode = { tested: false, last: false };

/** Runs a node; its exit code is also `$?` afterwards. */
export function* run(shell: ShellState, node: Node | null, mode: Mode): Sys<number> {
  if (node === null) {
    shell.status = 0;
    return 0;
  }
  if (shell.options.noexec) return shell.status;
  const runner = RUNNERS[node.k] as (shell: ShellState, node: Node, mode: Mode) => Sys<number>;
  shell.status = yield* runner(shell, node, mode);
  if (shell.traps.size > 0 || shell.pendingSignals.length > 0) yield* runTraps(shell);
  return shell.status;
}

type Of<K extends Node['k']> = Extract<Node, { k: K }>;

const RUNNERS: { readonly [K in Node['k']]: (shell: ShellState, node: Of<K>, mode: Mode) => Sys<number> } = {
  simple: runChecked((shell, node, mode) => runSimple(shell, node, mode)),
  pipe: runChecked((shell, node) => runPipeline(shell, node)),
  subshell: runChecked(runInSubshell),
  seq: runSequence,
  background: spawnBackground,
  and: runAndOr,
  or: runAndOr,
  not: runNot,
  redirected: runRedirected,
  if: runIf,
  while: runLoop,
  until: runLoop,
  for: runFor,
  case: runCase,
  function: runDefinition,
};

/** With `set -e`, a failure that nobody tests ends the shell. */
function runChecked<N extends Node>(
  runner: (shell: ShellState, node: N, mode: Mode) => Sys<number>,
): (shell: ShellState, node: N, mode: Mode) => Sys<number> {
  return function* (shell, node, mode) {
    const status = yield* runner(shell, node, mode);
    if (status === 0 || mode.tested || shell.leaving !== 'nothing') return status;
    shell.status = status;
    yield* runErrorTrap(shell);
    if (shell.options.errexit) throw new ShellExit(status);
    return status;
  };
}

function* runSequence(shell: ShellState, node: Of<'seq'>, mode: Mode): Sys<number> {
  shell.status = node.items.length === 0 ? 0 : shell.status;
  const end = node.items.length - 1;
  for (const [index, item] of node.items.entries()) {
    if (index < end) shell.frames.push({ nodes: node.items.slice(index + 1) });
    yield* run(shell, item, index === end ? mode : { ...mode, last: false });
    if (index < end) shell.frames.pop();
    if (shell.leaving !== 'nothing') break;
  }
  return shell.status;
}

function* runAndOr(shell: ShellState, node: Of<'and' | 'or'>, mode: Mode): Sys<number> {
  const status = yield* runTested(shell, node.left);
  if (shell.leaving !== 'nothing' || (status === 0) === (node.k === 'or')) return status;
  return yield* run(shell, node.right, mode);
}

/** Runs what somebody looks at the status of. */
function* runTested(shell: ShellState, node: Node | null): Sys<number> {
  shell.pinned++;
  const status = yield* run(shell, node, { tested: true, last: false });
  shell.pinned--;
  return status;
}

function* runNot(shell: ShellState, node: Of<'not'>): Sys<number> {
  const status = yield* runTested(shell, node.node);
  return status === 0 ? 1 : 0;
}

function* runInSubshell(shell: ShellState, node: Of<'subshell'>, mode: Mode): Sys<number> {
  const saved = yield* redirectOrReport(shell, node);
  if (saved === undefined) return 1;
  const body: Node | null = mode.tested && shell.options.errexit ? untested(node.body) : node.body;
  // `( ... ) &` is one process, whose pid $! is: as ash does, the last command of a subshell gets no further one
  // (recordings/inside-signals).
  if (mode.last && shell.isSubshell && shell.traps.size === 0) {
    const status = yield* run(shell, body, mode);
    yield* restore(shell, saved);
    return status;
  }
  const monitor = shell.options.monitor ? { pgid: 0, foreground: true } : {};
  const pid = yield* spawnSubshell(shell, body, monitor);
  yield* restore(shell, saved);
  return yield* waitForJob(shell, addJob(shell, [pid], ''));
}

/** `(set -e; false; ...) || x`: the subshell's failures are looked at, too. */
function untested(body: Node | null): Node | null {
  return body === null ? null : { k: 'not', node: { k: 'not', node: body } };
}

function* redirectOrReport(shell: ShellState, node: Of<'subshell' | 'redirected'>) {
  try {
    return yield* redirect(shell, node.redirections);
  } catch (error) {
    if (!(error instanceof ShellError) || error.status !== 1) throw error;
    yield* report(shell, error.message);
    return undefined;
  }
}

function* runRedirected(shell: ShellState, node: Of<'redirected'>, mode: Mode): Sys<number> {
  const saved = yield* redirectOrReport(shell, node);
  if (saved === undefined) return 1;
  shell.pinned++;
  try {
    return yield* run(shell, node.node, { ...mode, last: false });
  } finally {
    shell.pinned--;
    yield* restore(shell, saved);
  }
}

function* runIf(shell: ShellState, node: Of<'if'>, mode: Mode): Sys<number> {
  const status = yield* runTested(shell, node.test);
  if (shell.leaving !== 'nothing') return status;
  if (status === 0) return yield* run(shell, node.then, mode);
  return yield* run(shell, node.else, mode);
}

/** A checkpoint costs a copy of the shell's state. */
const ROUNDS_BETWEEN_CHECKPOINTS = 16;

/** Lets the kernel forget what the shell did up to here, where the loop is not part of another command. */
function* checkpoint(shell: ShellState, node: Node): Sys<void> {
  const isOutermost = shell.loopDepth === 1 && shell.functionDepth === 0;
  if (!isOutermost || shell.pinned > 0 || shell.isInteractive) return;
  const frames = [...shell.frames, { nodes: [node] }];
  const state = copyState(shell);
  state.loopDepth = 0;
  const start: SubshellStart = { kind: 'resume', frames, state };
  yield* sys.checkpoint(start);
}

function* runLoop(shell: ShellState, node: Of<'while' | 'until'>, mode: Mode): Sys<number> {
  let status = 0;
  shell.loopDepth++;
  for (let round = 1; ; round++) {
    // First of all, since a copy of the engine begins the loop anew right behind it.
    if (round % ROUNDS_BETWEEN_CHECKPOINTS === 0) yield* checkpoint(shell, node);
    if (shell.isInteractive) yield* throwIfInterrupted();
    else if (shell.catchesInterrupt) yield* runTraps(shell);
    else yield* sys.pass();
    const test = yield* runTested(shell, node.test);
    if (shell.leaving !== 'nothing') {
      status = shell.status;
      if (leavesLoop(shell)) break;
      continue;
    }
    if ((test === 0) !== (node.k === 'while')) break;
    status = yield* run(shell, node.body, { ...mode, last: false });
    if (leavesLoop(shell)) break;
  }
  shell.loopDepth--;
  return status;
}

/** Takes one level off a pending break or continue. True: this loop ends. */
function leavesLoop(shell: ShellState): boolean {
  if (shell.leaving === 'nothing') return false;
  if (shell.leaving === 'return' || shell.leaving === 'file') return true;
  shell.leavingLevels--;
  if (shell.leavingLevels > 0) return true;
  const ends = shell.leaving === 'break';
  shell.leaving = 'nothing';
  return ends;
}

function* runFor(shell: ShellState, node: Of<'for'>, mode: Mode): Sys<number> {
  const words = node.words === null ? [...shell.params] : yield* expandWords(shell, node.words);
  let status = 0;
  shell.loopDepth++;
  for (const word of words) {
    setVariable(shell, node.name, word);
    status = yield* run(shell, node.body, { ...mode, last: false });
    if (leavesLoop(shell)) break;
  }
  shell.loopDepth--;
  return status;
}

function* runCase(shell: ShellState, node: Of<'case'>, mode: Mode): Sys<number> {
  const subject = yield* expandString(shell, node.subject);
  for (const item of node.items) {
    for (const pattern of item.patterns) {
      if (matchesPattern(yield* expandPattern(shell, pattern), subject)) {
        return yield* run(shell, item.body, mode);
      }
    }
  }
  return 0;
}

// biome-ignore lint/correctness/useYield: has a runner's shape
function* runDefinition(shell: ShellState, node: Of<'function'>): Sys<number> {
  shell.functions.set(node.name, node.body);
  return 0;
}
