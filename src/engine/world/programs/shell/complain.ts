import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { encodeText } from '../text.ts';
import { errorPrefix, type ShellState } from './state.ts';

/** Prints an error as ash does: `sh: cd: line 0: ...`. */
export function* report(shell: ShellState, message: string): Sys<void> {
  yield* sys.write(2, encodeText(`${errorPrefix(shell)}${message}\n`));
}
