import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { runText } from './run-text.ts';
import { ShellExit, type ShellState } from './state.ts';

const { INT } = SIGNAL_NUMBERS;

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
