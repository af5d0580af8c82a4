import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt } from '../attempt.ts';
import { bufferedOutput, complain } from '../output.ts';
import { SIGNAL_LIST, signalName, signalNumber } from '../signal-names.ts';
import { errorPrefix, type ShellState } from './state.ts';
import { ERR } from './traps.ts';
import { singleQuoted } from './variables.ts';

export function* trap(shell: ShellState, argv: readonly string[]): Sys<number> {
  let words = argv.slice(1);
  if (words[0] === '-l') {
    const out = bufferedOutput();
    for (const [number, name] of SIGNAL_LIST) yield* out.text(`${String(number).padStart(2)}) ${name}\n`);
    yield* out.flush();
    return 0;
  }
  if (words[0] === '--') words = words.slice(1);
  if (words.length === 0 || words[0] === '-p') return yield* listTraps(shell);
  const command = words.length === 1 ? '-' : (words[0] ?? '-');
  let status = 0;
  for (const name of words.length === 1 ? words : words.slice(1)) {
    const signal = name === 'EXIT' ? 0 : name === 'ERR' ? ERR : signalNumber(name);
    if (signal === undefined) {
      yield* complain(`${errorPrefix(shell)}${name}: invalid signal specification`);
      status = 1;
      continue;
    }
    if (command === '-') shell.traps.delete(signal);
    else shell.traps.set(signal, command);
    if (signal > 0 && signal !== ERR) {
      const unset = signal === 2 && shell.catchesInterrupt ? 'catch' : 'default';
      const action = command === '-' ? unset : command === '' ? 'ignore' : 'catch';
      yield* attempt(sys.signalAction(signal, action));
    }
  }
  return status;
}

function* listTraps(shell: ShellState): Sys<number> {
  const out = bufferedOutput();
  for (const signal of [...shell.traps.keys()].sort((a, b) => a - b)) {
    const command = shell.traps.get(signal) ?? '';
    yield* out.text(
      `trap -- ${singleQuoted(command)} ${signal === 0 ? 'EXIT' : signal === ERR ? 'ERR' : signalName(signal)}\n`,
    );
  }
  yield* out.flush();
  return 0;
}
