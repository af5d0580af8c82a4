import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt } from '../attempt.ts';
import { decodeText, joinBytes } from '../text.ts';
import { openInput } from './lexer.ts';
import { parseLine } from './parser.ts';
import { PLAIN, run } from './run.ts';
import type { ShellState } from './state.ts';
import { type Node, ShellSyntaxError } from './syntax.ts';

/**
 * A script on stdin: each command runs as soon as its last line is there. As ash does, what was read with it stays the
 * shell's; a file is read on from where the commands left it.
 */
export function* runFromStdin(shell: ShellState): Sys<number> {
  let bytes: Uint8Array = new Uint8Array();
  let isAtEnd = false;
  while (!isAtEnd || bytes.length > 0) {
    const taken = takeCommand(shell, bytes, isAtEnd);
    if (taken === undefined) {
      const chunk = (yield* attempt(sys.read(0, 1023))) ?? new Uint8Array();
      if (chunk.length === 0) isAtEnd = true;
      else bytes = joinBytes([bytes, chunk]);
      continue;
    }
    bytes = bytes.subarray(taken.length);
    if (taken.node === undefined) break;
    if (taken.node !== null) yield* run(shell, taken.node, PLAIN);
    if (shell.leaving !== 'nothing') break;
  }
  return shell.status;
}

/** The first whole command and the bytes it takes; undefined while lines are missing. */
function takeCommand(
  shell: ShellState,
  bytes: Uint8Array,
  isAtEnd: boolean,
): { node: Node | null | undefined; length: number } | undefined {
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, end + 1)) {
    const node = tryParse(shell, decodeText(bytes.subarray(0, end + 1)));
    if (node !== 'incomplete') return { node, length: end + 1 };
  }
  if (!isAtEnd) return undefined;
  if (bytes.length === 0) return { node: undefined, length: 0 };
  return { node: parseLine(openInput(decodeText(bytes), shell.aliases, 1)), length: bytes.length };
}

/** A command from its lines; `incomplete` where another line is needed. */
export function tryParse(shell: ShellState, text: string): Node | null | 'incomplete' {
  try {
    const input = openInput(text, shell.aliases, 1);
    const node = parseLine(input);
    // A here-document that the text ends in goes on.
    return input.endedInHereDoc ? 'incomplete' : (node ?? null);
  } catch (error) {
    if (error instanceof ShellSyntaxError && error.atEnd) return 'incomplete';
    throw error;
  }
}
