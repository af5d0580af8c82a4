import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { readAll } from '../input.ts';
import { decodeText } from '../text.ts';
import { waitFor } from './jobs.ts';
import type { ShellState } from './state.ts';
import { childDescriptors, spawnSubshell } from './subshell.ts';
import type { Node } from './syntax.ts';

/** `$(...)`: what the commands print, without its last newlines. Sets `$?` to how they ended. */
export function* substituteCommand(shell: ShellState, body: Node | null): Sys<string> {
  if (body === null) {
    shell.status = 0;
    return '';
  }
  const [readEnd, writeEnd] = yield* sys.pipe();
  const pid = yield* spawnSubshell(shell, body, { fds: childDescriptors(shell, { 1: writeEnd }) });
  yield* sys.close(writeEnd);
  const output = yield* readAll(readEnd);
  yield* sys.close(readEnd);
  shell.status = yield* waitFor(shell, pid);
  return decodeText(output).replaceAll('\0', '').replace(/\n+$/, '');
}
