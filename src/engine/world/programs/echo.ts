import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { processEscapes } from './escape.ts';
import { exitCodeOf } from './options.ts';
import { encodeText } from './text.ts';

/** echo with -n, -e and -E, as a command and as the shell's builtin. */
export function* echo(_who: string, argv: readonly string[]): Sys<number> {
  let at = 1;
  let newline = true;
  let escapes = false;
  for (; at < argv.length && /^-[neE]+$/.test(argv[at] as string); at++) {
    for (const letter of (argv[at] as string).slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const text = argv.slice(at).join(' ');
  const { text: shown, stopped } = escapes ? processEscapes(text, 'echo') : { text, stopped: false };
  yield* sys.write(1, encodeText(newline && !stopped ? `${shown}\n` : shown));
  return 0;
}

export const echoProgram: Program = ({ argv }) => exitCodeOf('echo', echo('echo', argv));
