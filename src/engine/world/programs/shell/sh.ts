import { Errno } from '../../process/errno.ts';
import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import { sys } from '../../process/sys.ts';
import type { Program, ProgramContext, Sys } from '../../process/system-call.ts';
import { attempt, outcome } from '../attempt.ts';
import { readFile } from '../input.ts';
import { complain } from '../output.ts';
import { decodeText } from '../text.ts';
import { setOption } from './builtin-variables.ts';
import { report } from './complain.ts';
import { readCommands, runInteractively } from './interactive.ts';
import { newShell } from './new-shell.ts';
import { PLAIN, run } from './run.ts';
import { runText } from './run-text.ts';
import {
  copyState,
  type Frame,
  OPTION_LETTERS,
  OPTION_NAMES,
  ShellError,
  ShellExit,
  type ShellState,
} from './state.ts';
import { runFromStdin } from './stdin-script.ts';
import type { SubshellStart } from './subshell.ts';
import { runExitTrap } from './traps.ts';

const { INT } = SIGNAL_NUMBERS;

/** sh, ash and bash: busybox's ash. */
export const sh: Program = function* (context) {
  const start = context.start as SubshellStart | undefined;
  if (start?.kind === 'write') {
    yield* sys.write(1, start.data);
    return 0;
  }
  if (start?.kind === 'subshell') {
    const shell = copyState(start.state);
    shell.ppid = (yield* sys.ids()).ppid;
    return yield* toExit(shell, run(shell, start.node, { ...PLAIN, last: true }));
  }
  if (start?.kind === 'resume') {
    const shell = copyState(start.state);
    return yield* toExit(shell, resume(shell, start.frames));
  }
  if (start?.kind === 'interactive') {
    const shell = copyState(start.state);
    return yield* toExit(shell, readCommands(shell, start.history));
  }
  return yield* startShell(context);
};

/** Goes on after a checkpoint: the loop that made it, then what was to come after. */
function* resume(shell: ShellState, frames: readonly Frame[]): Sys<number> {
  for (let at = frames.length - 1; at >= 0; at--) {
    shell.frames.splice(0, shell.frames.length, ...frames.slice(0, at));
    const frame = frames[at] as Frame;
    if ('text' in frame) {
      if (frame.text.trim() !== '') yield* runText(shell, frame.text, frame.line, { last: true });
    } else yield* run(shell, { k: 'seq', items: frame.nodes }, PLAIN);
    if (shell.leaving !== 'nothing') break;
  }
  return shell.status;
}

/** Runs until the end of the script or `exit`, then the EXIT trap. */
function* toExit(shell: ShellState, body: Sys<number>): Sys<number> {
  yield* untilExit(shell, body);
  yield* untilExit(shell, runExitTrap(shell));
  return shell.status & 255;
}

function* untilExit(shell: ShellState, body: Sys<unknown>): Sys<void> {
  try {
    yield* body;
  } catch (error) {
    if (error instanceof ShellExit) shell.status = error.status;
    else if (error instanceof ShellError) {
      yield* report(shell, error.message);
      shell.status = error.status;
    } else if (error instanceof Errno) {
      yield* report(shell, error.message);
      shell.status = 2;
    } else throw error;
  }
}

interface Invocation {
  command: string | undefined;
  operands: readonly string[];
  login: boolean;
}

function parseArguments(shell: ShellState, argv: readonly string[]): Invocation {
  let command = false;
  let login = argv[0]?.[0] === '-';
  let at = 1;
  for (; at < argv.length; at++) {
    const word = argv[at] as string;
    if (word === '--' || word === '-') {
      at++;
      break;
    }
    if (!/^[-+]./.test(word)) break;
    if (word === '--login') {
      login = true;
      continue;
    }
    for (const letter of word.slice(1)) {
      if (letter === 'c') command = true;
      else if (letter === 'l') login = true;
      else if (letter === 'o') {
        at++;
        const name = OPTION_NAMES.find(each => each === argv[at]);
        setOption(shell, name, word[0] === '-', `illegal option -o ${argv[at]}`);
      } else {
        const option = OPTION_NAMES.find(each => OPTION_LETTERS[each] === letter);
        setOption(shell, option, word[0] === '-', `illegal option ${word[0]}${letter}`);
      }
    }
  }
  if (!command) return { command: undefined, operands: argv.slice(at), login };
  if (argv[at] === undefined) throw new ShellError('-c requires an argument');
  return { command: argv[at], operands: argv.slice(at + 1), login };
}

function* startShell(context: ProgramContext): Sys<number> {
  const shell = yield* newShell(context);
  return yield* toExit(shell, runShell(shell, context));
}

function* runShell(shell: ShellState, context: ProgramContext): Sys<number> {
  const { command, operands, login } = parseArguments(shell, context.argv);
  if (login) yield* readProfile(shell);
  if (command !== undefined) {
    shell.options.stdin = false;
    shell.hasCommand = true;
    if (operands[0] !== undefined) shell.arg0 = operands[0];
    shell.params = operands.slice(1);
    if (shell.options.interactive) shell.isInteractive = true;
    if (!shell.isInteractive) yield* catchInterrupts(shell);
    return yield* runText(shell, command, 0, { last: true });
  }
  const [script] = operands;
  if (script !== undefined && !shell.options.stdin) return yield* runScript(shell, operands);
  shell.params = shell.options.stdin ? operands : [];
  shell.options.stdin = true;
  const isTerminal = (yield* attempt(sys.isatty(0))) && (yield* attempt(sys.isatty(2)));
  if (isTerminal || shell.options.interactive) return yield* runInteractively(shell);
  return yield* runFromStdin(shell);
}

/** What the shell was started to ignore stays ignored. */
function* catchInterrupts(shell: ShellState): Sys<void> {
  shell.catchesInterrupt = (yield* sys.signalAction(INT, 'catch')) === 'default';
  if (!shell.catchesInterrupt) yield* sys.signalAction(INT, 'ignore');
}

function* runScript(shell: ShellState, operands: readonly string[]): Sys<number> {
  const [script = ''] = operands;
  const content = yield* outcome(readFile(script));
  if (content instanceof Errno) {
    yield* complain(`${shell.arg0}: can't open '${script}': ${content.message}`);
    throw new ShellExit(2);
  }
  shell.arg0 = script;
  shell.commandName = script;
  shell.params = operands.slice(1);
  yield* catchInterrupts(shell);
  return yield* runText(shell, decodeText(content), 1, { last: true });
}

function* readProfile(shell: ShellState): Sys<void> {
  const home = shell.variables.get('HOME')?.value;
  for (const path of ['/etc/profile', home === undefined ? '' : `${home}/.profile`]) {
    const content = path === '' ? undefined : yield* attempt(readFile(path));
    if (content) yield* runText(shell, decodeText(content), 1);
  }
}
