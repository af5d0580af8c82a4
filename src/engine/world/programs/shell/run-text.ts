import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { encodeText } from '../text.ts';
import { type Input, openInput } from './lexer.ts';
import { parseLine } from './parser.ts';
import { run } from './run.ts';
import type { ShellState } from './state.ts';
import type { Node } from './syntax.ts';

/** Runs a text line by line, as eval, `.` and -c do. `last`: the shell ends with it. */
export function* runText(
  shell: ShellState,
  text: string,
  line = 0,
  { last = false, tested = false } = {},
): Sys<number> {
  const input = openInput(text, shell.aliases, line);
  shell.status = last ? 0 : shell.status;
  let isEmpty = true;
  for (;;) {
    const from = input.at;
    const node = parseNext(shell, input);
    if (shell.options.verbose && input.at > from) {
      yield* sys.write(2, encodeText(input.source.slice(from, input.at)));
    }
    if (node === undefined) break;
    if (node === null) continue;
    isEmpty = false;
    const rest = last ? input.source.slice(input.at) : '';
    const atEnd = last && rest.trim() === '';
    if (last) shell.frames.push({ text: rest, line: input.line });
    else shell.pinned++;
    yield* run(shell, node, { tested, last: atEnd });
    if (last) shell.frames.pop();
    else shell.pinned--;
    if (shell.leaving !== 'nothing') break;
  }
  if (isEmpty) shell.status = 0;
  return shell.status;
}

function parseNext(shell: ShellState, input: Input): Node | null | undefined {
  try {
    return parseLine(input);
  } catch (error) {
    shell.line = input.line;
    throw error;
  }
}
