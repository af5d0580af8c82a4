import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { runText } from './run-text.ts';
import { ShellExit, type ShellState } from './state.ts';

const { INT } = SIGNAL_NUMBERS;

/** The number that stands for a failing command among the signals (ash's NTRAP_ERR). */
export const ERR = 65;

/** The trap for a command that failed. Functions run it with `set -E` only. */
export function* runErrorTrap(shell: ShellState): Sys<void> {
  const command = shell.traps.get(ERR);
  if (command === undefined || (shell.functionDepth > 0 && !shell.options.errtrace)) return;
  const { status } = shell;
  shell.traps.delete(ERR);
  yield* runText(shell, command);
  if (!shell.traps.has(ERR)) shell.traps.set(ERR, command);
  if (shell.leaving === 'nothing') shell.status = status;
}

/** Runs the traps of signals that arrived. */
export function* runTraps(shell: ShellState): Sys<void> {
  shell.pendingSignals.push(...(yield* sys.takeSignals()));
  for (;;) {
    const signal = shell.pendingSignals.shift();
    if (signal === undefined) return;
    const command = shell.traps.get(signal);
    if (command === undefined && signal === INT && shell.catchesInterrupt) yield* endByInterrupt(shell);
    if (command === undefined || command === '') continue;
    const { status } = shell;
    yield* runText(shell, command);
    if (shell.leaving === 'nothing') shell.status = status;
  }
}

/** By the signal itself, so that its parent sees it; pid 1 survives that and leaves with the same code. */
function* endByInterrupt(shell: ShellState): Sys<never> {
  yield* sys.signalAction(INT, 'default');
  yield* sys.kill(shell.pid, INT);
  throw new ShellExit(128 + INT);
}

/** The EXIT trap, once. */
export function* runExitTrap(shell: ShellState): Sys<void> {
  const command = shell.traps.get(0);
  if (command === undefined) return;
  shell.traps.delete(0);
  shell.leaving = 'nothing';
  const { status } = shell;
  yield* runText(shell, command);
  shell.status = status;
}
