import type { Sys } from '../../process/system-call.ts';
import { echo } from '../echo.ts';
import { printf } from '../printf.ts';
import { test } from '../test-expression.ts';
import { cd, pwd, umask } from './builtin-directory.ts';
import { breakLoop, exit, returnFrom, shift } from './builtin-flow.ts';
import { getopts } from './builtin-getopts.ts';
import { background, foreground, jobs, killJob, waitForJobs } from './builtin-jobs.ts';
import { times, ulimit } from './builtin-limits.ts';
import { alias, hash, type, unalias } from './builtin-names.ts';
import { read } from './builtin-read.ts';
import { command, dot, evaluateText, exec } from './builtin-run.ts';
import { trap } from './builtin-trap.ts';
import { exportNames, letNumbers, local, readonlyNames, set, unset } from './builtin-variables.ts';
import type { Mode } from './run.ts';
import type { ShellState } from './state.ts';

export interface Builtin {
  readonly run: (shell: ShellState, argv: readonly string[], mode: Mode) => Sys<number>;
  /** POSIX's special builtins: assignments before them stay, their errors end the shell. */
  readonly special?: boolean;
}

const status = (code: number): Builtin => ({
  // biome-ignore lint/correctness/useYield: has a builtin's shape
  *run() {
    return code;
  },
});
const applet = (program: (who: string, argv: readonly string[]) => Sys<number>): Builtin => ({
  run: (shell, argv) => program(shell.arg0, argv),
});

/** By name. Without a prototype, so that `constructor` is no builtin. */
export const BUILTINS: Readonly<Record<string, Builtin>> = Object.assign(Object.create(null), {
  ':': { ...status(0), special: true },
  '.': { run: dot, special: true },
  source: { run: dot, special: true },
  break: { run: breakLoop, special: true },
  continue: { run: breakLoop, special: true },
  return: { run: returnFrom, special: true },
  exit: { run: exit, special: true },
  eval: { run: evaluateText, special: true },
  exec: { run: exec, special: true },
  export: { run: exportNames, special: true },
  readonly: { run: readonlyNames, special: true },
  set: { run: set, special: true },
  shift: { run: shift, special: true },
  times: { run: times, special: true },
  trap: { run: trap, special: true },
  unset: { run: unset, special: true },
  '[': applet(test),
  '[[': applet(test),
  alias: { run: alias },
  bg: { run: background },
  cd: { run: cd },
  chdir: { run: cd },
  command: { run: command },
  echo: applet(echo),
  false: status(1),
  fg: { run: foreground },
  getopts: { run: getopts },
  hash: { run: hash },
  jobs: { run: jobs },
  kill: { run: killJob },
  let: { run: letNumbers },
  local: { run: local, special: true },
  printf: applet(printf),
  pwd: { run: pwd },
  read: { run: read },
  test: applet(test),
  true: status(0),
  type: { run: type },
  ulimit: { run: ulimit },
  umask: { run: umask },
  unalias: { run: unalias },
  wait: { run: waitForJobs },
} satisfies Record<string, Builtin>);
