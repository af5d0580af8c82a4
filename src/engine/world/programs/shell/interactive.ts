import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import type { ShellState } from './state.ts';
import { runFromStdin } from './stdin-script.ts';

export function* runInteractively(shell: ShellState): Sys<number> {
  shell.isInteractive = true;
  yield* sys.isatty(0);
  return yield* runFromStdin(shell);
}
