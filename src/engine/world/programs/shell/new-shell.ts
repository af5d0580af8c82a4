import { sys } from '../../process/sys.ts';
import type { ProgramContext, Sys } from '../../process/system-call.ts';
import { attempt } from '../attempt.ts';
import { OPTION_NAMES, type OptionName, type ShellState } from './state.ts';
import { declareVariable, NAME } from './variables.ts';

/** The state of a shell that has read nothing yet. */
export function* newShell(context: ProgramContext): Sys<ShellState> {
  const ids = yield* sys.ids();
  const random = yield* sys.random(4);
  const shell: ShellState = {
    arg0: context.argv[0]?.replace(/^-/, '') ?? 'sh',
    argv: context.argv,
    params: [],
    variables: new Map(),
    functions: new Map(),
    aliases: new Map(),
    options: Object.fromEntries(OPTION_NAMES.map(name => [name, false])) as Record<OptionName, boolean>,
    traps: new Map(),
    jobs: [],
    hashed: new Map(),
    status: 0,
    lastBackground: undefined,
    pid: ids.pid,
    ppid: ids.ppid,
    commandName: undefined,
    line: 0,
    functionDepth: 0,
    functionName: '',
    loopDepth: 0,
    leaving: 'nothing',
    leavingLevels: 0,
    locals: [],
    frames: [],
    pinned: 0,
    descriptors: new Set([0, 1, 2]),
    hasCommand: false,
    isInteractive: false,
    isSubshell: false,
    catchesInterrupt: false,
    pendingSignals: [],
    endedChildren: new Map(),
    getoptsOffset: 0,
    startedAtNs: 0n,
    nextVariable: 0,
    random: random.reduce((sum, byte) => (sum * 256 + byte) >>> 0, 0),
  };
  yield* setInitialVariables(shell, context, ids);
  return shell;
}

function* setInitialVariables(
  shell: ShellState,
  context: ProgramContext,
  ids: { readonly ppid: number; readonly uid: number },
): Sys<void> {
  const initial: Readonly<Record<string, string>> = {
    FUNCNAME: '',
    IFS: ' \t\n',
    LINENO: '',
    OPTIND: '1',
    PATH: '/sbin:/usr/sbin:/bin:/usr/bin',
    PPID: String(ids.ppid),
    PS1: '\\w \\$ ',
    PS2: '> ',
    PS4: '+ ',
  };
  for (const [name, value] of Object.entries(initial)) declareVariable(shell, name).value = value;
  for (const [name, value] of Object.entries(context.env)) {
    if (!NAME.test(name)) continue;
    const variable = declareVariable(shell, name);
    variable.value = value;
    variable.exported = true;
  }
  const level = declareVariable(shell, 'SHLVL');
  level.value = String((Number(level.value ?? 0) || 0) + 1);
  level.exported = true;
  const directory = declareVariable(shell, 'PWD');
  directory.value = yield* workingDirectory(directory.value);
  directory.exported = true;
}

/** PWD as inherited where it still names the current directory. */
function* workingDirectory(inherited: string | undefined): Sys<string> {
  const actual = (yield* attempt(sys.getcwd())) ?? '/';
  if (inherited === undefined || inherited === actual || inherited[0] !== '/') return actual;
  const here = yield* attempt(sys.stat('.'));
  const there = yield* attempt(sys.stat(inherited));
  return here && there && here.ino === there.ino && here.dev === there.dev ? inherited : actual;
}
