import type { Node } from './syntax.ts';

/** A shell's whole state: plain data, given to subshells and kept at checkpoints. */
export interface ShellState {
  /** `$0`, and the prefix of error messages. */
  arg0: string;
  /** The arguments that the process was started with, which ps shows for its subshells too. */
  argv: readonly string[];
  params: readonly string[];
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, Node>;
  readonly aliases: Map<string, string>;
  readonly options: Record<OptionName, boolean>;
  /** Commands by signal number; 0 is EXIT. An empty command ignores the signal. */
  readonly traps: Map<number, string>;
  readonly jobs: Job[];
  /** Paths of commands already looked up, for the current PATH. */
  readonly hashed: Map<string, string>;
  status: number;
  lastBackground: number | undefined;
  /** `$$`: a subshell keeps its parent's. */
  pid: number;
  ppid: number;
  /** The builtin or script that runs, for error messages. */
  commandName: string | undefined;
  line: number;
  functionDepth: number;
  functionName: string;
  loopDepth: number;
  /** What a `break`, `continue` or `return` still has to leave; 0 levels: nothing. */
  leaving: 'nothing' | 'break' | 'continue' | 'return' | 'file';
  leavingLevels: number;
  /** Values to restore when the function ends, innermost last. */
  readonly locals: Map<string, Variable | undefined>[];
  /** What is to be run after the command that runs, innermost last: so that a loop can begin anew at a checkpoint. */
  readonly frames: Frame[];
  /** Above 0: what runs is part of something that frames cannot say (a test, a redirection, a trap). */
  pinned: number;
  /** Descriptors that children get: 0 to 2 and what redirections opened. */
  readonly descriptors: Set<number>;
  /** Started with -c. */
  hasCommand: boolean;
  isInteractive: boolean;
  isSubshell: boolean;
  /** A shell with a script of its own catches SIGINT and ends, once the command it waits for has (ash, setsignal). */
  catchesInterrupt: boolean;
  /** Signals that arrived and whose traps have not run yet. */
  readonly pendingSignals: number[];
  /** Pids of children that are no job's and ended while another was waited for. */
  readonly endedChildren: Map<number, number>;
  getoptsOffset: number;
  startedAtNs: bigint;
  nextVariable: number;
  /** RANDOM's generator. */
  random: number;
}

/** Commands still to run, or a script's text still to read. */
export type Frame = { readonly nodes: readonly Node[] } | { readonly text: string; readonly line: number };

export interface Variable {
  value: string | undefined;
  exported: boolean;
  readonly: boolean;
  /** When it was made: ash lists exports in the order of its hash table. */
  readonly order: number;
}

export interface Job {
  readonly number: number;
  readonly pids: readonly number[];
  readonly text: string;
  /** The last member's exit code once all ended. */
  status: number | undefined;
  stopped: boolean;
  /** The text that `jobs` shows: ash keeps none without job control. */
  readonly shown: string;
  /** `wait` took its status; it goes when the next job comes. */
  waited: boolean;
  /** Told the user already. */
  reported: boolean;
  readonly ended: Map<number, number>;
}

export const OPTION_LETTERS = {
  errexit: 'e',
  noglob: 'f',
  ignoreeof: 'I',
  interactive: 'i',
  monitor: 'm',
  noexec: 'n',
  stdin: 's',
  xtrace: 'x',
  verbose: 'v',
  noclobber: 'C',
  allexport: 'a',
  notify: 'b',
  nounset: 'u',
  errtrace: 'E',
  vi: 'V',
  pipefail: '\0',
} as const;

export type OptionName = keyof typeof OPTION_LETTERS;
export const OPTION_NAMES = Object.keys(OPTION_LETTERS) as OptionName[];

export function copyState(state: ShellState): ShellState {
  return {
    ...state,
    variables: new Map([...state.variables].map(([name, variable]) => [name, { ...variable }])),
    functions: new Map(state.functions),
    aliases: new Map(state.aliases),
    options: { ...state.options },
    traps: new Map(state.traps),
    jobs: state.jobs.map(job => ({ ...job, ended: new Map(job.ended) })),
    hashed: new Map(state.hashed),
    locals: state.locals.map(level => new Map(level)),
    frames: [...state.frames],
    descriptors: new Set(state.descriptors),
    pendingSignals: [...state.pendingSignals],
    endedChildren: new Map(),
  };
}

/** An error that ends the command, and a non-interactive shell with it where ash says so. */
export class ShellError extends Error {
  readonly status: number;
  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

/** `exit`, or the end by `set -e`: unwinds to the shell's start. */
export class ShellExit extends Error {
  readonly status: number;
  /** An error, not `exit`: an interactive shell goes on with the next line. */
  readonly byError: boolean;
  constructor(status: number, byError = false) {
    super('exit');
    this.status = status;
    this.byError = byError;
  }
}

/** What ash prints before its error messages: `sh: cd: line 0: `. */
export function errorPrefix(shell: ShellState): string {
  const { arg0, commandName } = shell;
  if (commandName === undefined) return `${arg0}: `;
  const name = commandName === arg0 ? '' : `${commandName}: `;
  const line = shell.isInteractive ? '' : `line ${shell.line}: `;
  return `${arg0}: ${name}${line}`;
}
