import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { bufferedOutput, complain } from './output.ts';
import { SIGNAL_LIST, signalName, signalNumber } from './signal-names.ts';

/** kill, as a command and as the shell's builtin, whose errors begin with the shell's name. */
export function* kill(who: string, argv: readonly string[]): Sys<number> {
  let words = argv.slice(1);
  if (words[0] === '-l' || words[0] === '-L') return yield* listSignals(words.slice(1));
  let signal = 15;
  const first = words[0] ?? '';
  if (/^-./.test(first) && first !== '--') {
    const inNext = first === '-s' || first === '-n';
    const name = inNext ? (words[1] ?? '') : first.slice(1);
    words = words.slice(inNext ? 2 : 1);
    const number = signalNumber(name);
    if (number === undefined) {
      yield* complain(`${who}: bad signal name '${name}'`);
      return 1;
    }
    signal = number;
  }
  if (words[0] === '--') words = words.slice(1);
  if (words.length === 0) {
    yield* complain(`${who}: you need to specify whom to kill`);
    return 1;
  }
  let status = 0;
  for (const word of words) {
    if (!/^-?\d+$/.test(word)) {
      yield* complain(`${who}: invalid number '${word}'`);
      status = 1;
      continue;
    }
    const failed = yield* outcome(sys.kill(Number(word), signal));
    if (failed instanceof Errno) {
      yield* complain(`${who}: can't kill pid ${word}: ${failed.message}`);
      status = 1;
    }
  }
  return status;
}

function* listSignals(words: readonly string[]): Sys<number> {
  const out = bufferedOutput();
  if (words.length === 0) {
    for (const [number, name] of SIGNAL_LIST) yield* out.text(`${String(number).padStart(2)}) ${name}\n`);
  }
  for (const word of words) {
    const number = signalNumber(word);
    if (number === undefined) yield* out.text(`${word}\n`);
    else if (/^\d/.test(word)) yield* out.text(`${signalName(number & 127)}\n`);
    else yield* out.text(`${number}\n`);
  }
  yield* out.flush();
  return 0;
}

export const killProgram: Program = ({ argv }) => kill('kill', argv);
