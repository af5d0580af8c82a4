import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt } from '../attempt.ts';
import { BANNER } from '../options.ts';
import { encodeText } from '../text.ts';
import { findUser } from '../users.ts';
import { jobLine } from './builtin-jobs.ts';
import { report } from './complain.ts';
import { expandString } from './expand.ts';
import { collectEnded, dropJob } from './jobs.ts';
import { openInput, readParts } from './lexer.ts';
import { type Editor, INTERRUPTED, newEditor, readEditedLine } from './line-editor.ts';
import { parseLine } from './parser.ts';
import { PLAIN, run } from './run.ts';
import { copyState, ShellError, ShellExit, type ShellState } from './state.ts';
import { tryParse } from './stdin-script.ts';
import type { SubshellStart } from './subshell.ts';
import type { Node, Word } from './syntax.ts';
import { getVariable } from './variables.ts';

const HELLO = `\n\n${BANNER.replace(' multi-call binary.', '')} built-in shell (ash)\nEnter 'help' for a list of built-in commands.\n\n`;

/** The shell at a terminal: prompt, line editor, job control. */
export function* runInteractively(shell: ShellState): Sys<number> {
  shell.isInteractive = true;
  shell.options.interactive = true;
  shell.options.monitor = true;
  // Caught and forgotten, not ignored: a child would inherit that.
  for (const signal of [2, 3, 15, 20, 21, 22]) yield* sys.signalAction(signal, 'catch');
  yield* sys.write(1, HELLO);
  return yield* readCommands(shell, []);
}

/** Reads and runs commands until the end of the input. */
export function* readCommands(shell: ShellState, history: readonly string[]): Sys<number> {
  const editor = newEditor(history);
  for (;;) {
    const start: SubshellStart = {
      kind: 'interactive',
      history: [...editor.history],
      state: copyState(shell),
    };
    yield* sys.checkpoint(start);
    yield* reportJobs(shell);
    const node = yield* outcomeOf(shell, readCommand(shell, editor));
    if (node === undefined) return shell.status;
    if (node !== null) yield* outcomeOf(shell, run(shell, node, PLAIN));
    shell.leaving = 'nothing';
    shell.loopDepth = 0;
    yield* sys.takeSignals();
  }
}

/** Errors end the command, not the shell. */
function* outcomeOf<T>(shell: ShellState, body: Sys<T>): Sys<T | null> {
  try {
    return yield* body;
  } catch (error) {
    if (error instanceof ShellExit && error.byError) shell.status = error.status;
    else if (error instanceof ShellError) {
      yield* report(shell, error.message);
      shell.status = error.status;
    } else if (error instanceof Errno) {
      if (error.code === 'EIO') throw new ShellExit(shell.status);
      yield* report(shell, error.message);
      shell.status = 2;
    } else throw error;
    return null;
  }
}

function* reportJobs(shell: ShellState): Sys<void> {
  yield* collectEnded(shell);
  for (const job of shell.jobs.filter(each => each.status !== undefined)) {
    if (!job.waited) yield* sys.write(2, encodeText(`${jobLine(job, shell.jobs)}\n`));
    dropJob(shell, job);
  }
}

/** One whole command from as many lines as it takes; undefined at the end of the input. */
function* readCommand(shell: ShellState, editor: Editor): Sys<Node | null | undefined> {
  let text = '';
  for (;;) {
    const prompt = yield* expandPrompt(shell, getVariable(shell, text === '' ? 'PS1' : 'PS2') ?? '');
    const line = yield* readEditedLine(editor, prompt);
    if (line === INTERRUPTED) {
      shell.status = 130;
      return null;
    }
    if (line === undefined) {
      if (text === '') return undefined;
      // The end of input in the middle of a command: what is missing is a syntax error.
      return parseLine(openInput(text, shell.aliases)) ?? null;
    }
    text += line;
    const node = tryParse(shell, text);
    if (node !== 'incomplete') return node;
  }
}

function* expandPrompt(shell: ShellState, prompt: string): Sys<string> {
  const word: Word = readParts(openInput(prompt.replaceAll('\\', '\\\\'), shell.aliases), 'heredoc');
  const text = yield* expandString(shell, [{ t: 'double', parts: word }], 'none');
  let shown = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    shown += c === '\\' ? yield* promptEscape(shell, text[++i] ?? '\\') : c;
  }
  return shown;
}

function* promptEscape(shell: ShellState, letter: string): Sys<string> {
  const home = getVariable(shell, 'HOME') ?? '';
  const cwd = getVariable(shell, 'PWD') ?? '/';
  const short =
    home !== '' && home !== '/' && `${cwd}/`.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
  switch (letter) {
    case 'u':
      return (yield* findUser((yield* sys.ids()).uid))?.name ?? '';
    case 'h':
    case 'H':
      return (yield* sys.uname()).node;
    case '$':
      return (yield* sys.ids()).uid === 0 ? '#' : '$';
    case 'w':
      return short;
    case 'W':
      return short === '/' ? '/' : (short.split('/').at(-1) ?? '');
    case 'n':
      return '\n';
    case 'e':
      return '\x1b';
    case '[':
    case ']':
      return '';
    default:
      return letter;
  }
}

/** Whether a caught SIGINT came, for loops that never wait. */
export function* throwIfInterrupted(): Sys<void> {
  const signals = (yield* attempt(sys.takeSignals())) ?? [];
  if (signals.includes(2)) throw new ShellExit(130, true);
}
