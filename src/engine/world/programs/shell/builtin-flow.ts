import type { Sys } from '../../process/system-call.ts';
import { numberArgument } from './builtin-options.ts';
import { ShellError, ShellExit, type ShellState } from './state.ts';

/** break and continue */
// biome-ignore lint/correctness/useYield: has a builtin's shape
export function* breakLoop(shell: ShellState, argv: readonly string[]): Sys<number> {
  const levels = argv[1] === undefined ? 1 : numberArgument(argv[1]);
  if (levels < 1) throw new ShellError(`Illegal number: ${argv[1]}`);
  if (shell.loopDepth === 0) return 0;
  shell.leaving = argv[0] === 'break' ? 'break' : 'continue';
  shell.leavingLevels = Math.min(levels, shell.loopDepth);
  return 0;
}

// biome-ignore lint/correctness/useYield: has a builtin's shape
export function* returnFrom(shell: ShellState, argv: readonly string[]): Sys<number> {
  const status = argv[1] === undefined ? shell.status : numberArgument(argv[1]) & 255;
  shell.leaving = shell.functionDepth > 0 ? 'return' : 'file';
  return status;
}

// biome-ignore lint/correctness/useYield: has a builtin's shape
export function* exit(shell: ShellState, argv: readonly string[]): Sys<number> {
  throw new ShellExit(argv[1] === undefined ? shell.status : numberArgument(argv[1]) & 255);
}

// biome-ignore lint/correctness/useYield: has a builtin's shape
export function* shift(shell: ShellState, argv: readonly string[]): Sys<number> {
  const count = argv[1] === undefined ? 1 : numberArgument(argv[1]);
  if (count > shell.params.length) return 1;
  shell.params = shell.params.slice(count);
  return 0;
}
