import { Errno } from './errno.ts';
import { UNKNOWN_PROGRAM } from './program-lookup.ts';
import type { ProgramTable } from './program-table.ts';
import { SIGNAL_NUMBERS } from './signal.ts';
import { sys } from './sys.ts';
import type { ProgramContext, Running, Sys } from './system-call.ts';

/** Docker's --init: tini, under the path where dockerd mounts it. */
export const INIT_COMMAND = '/sbin/docker-init';

/** Stands for a process that runc could prepare and the kernel would not execute: it says why and exits with 1. */
export const RUNC_INIT_FAILURE = '(runc init)';

/** The programs that the kernel needs itself. */
export function addBuiltInPrograms(programs: ProgramTable): void {
  programs.addCommand(INIT_COMMAND, dockerInit);
  programs.addCommand(RUNC_INIT_FAILURE, runcInitFailure);
  programs.addCommand(UNKNOWN_PROGRAM, unknownProgram);
}

function* runcInitFailure({ start }: ProgramContext): Running {
  yield* sys.write(2, (start as { message: string }).message);
  return 1;
}

function* unknownProgram({ argv }: ProgramContext): Running {
  yield* sys.unsimulated('no program for this executable');
  yield* sys.write(
    2,
    `dockless: there is no program for ${argv[0]}: register one with engine.programs.addAtPath()\n`,
  );
  return 127;
}

/** tini does not pass on what the kernel raises for the process itself, nor SIGCHLD. */
const NOT_PASSED_ON = [
  'KILL',
  'STOP',
  'CHLD',
  'FPE',
  'ILL',
  'SEGV',
  'BUS',
  'ABRT',
  'TRAP',
  'SYS',
  'TTIN',
  'TTOU',
];

function* dockerInit({ argv, env }: ProgramContext): Running {
  for (const [name, signal] of Object.entries(SIGNAL_NUMBERS)) {
    if (!NOT_PASSED_ON.includes(name)) yield* sys.signalAction(signal, 'catch');
  }
  const command = argv.slice(2);
  let child: number;
  try {
    child = yield* spawnCommand(command, env);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    yield* sys.write(2, `[FATAL tini (7)] exec ${command[0]} failed: ${error.message}\n`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
  for (;;) {
    try {
      const waited = yield* sys.wait(-1);
      if (waited?.pid === child) return waited.exitCode;
    } catch (error) {
      if (!(error instanceof Errno) || error.code !== 'EINTR') throw error;
      for (const signal of yield* sys.takeSignals()) yield* sys.kill(child, signal);
    }
  }
}

/** execvp(3): a name without a slash is looked for in $PATH. */
function* spawnCommand(command: readonly string[], env: Readonly<Record<string, string>>): Sys<number> {
  const name = command[0] ?? '';
  const directories = name.includes('/') ? [''] : (env.PATH ?? '').split(':').map(each => `${each || '.'}/`);
  let problem = new Errno('ENOENT');
  for (const directory of directories) {
    try {
      return yield* sys.spawn({
        image: { path: directory + name },
        argv: command,
        env,
        fds: { 0: 0, 1: 1, 2: 2 },
        pgid: 0,
        foreground: true,
      });
    } catch (error) {
      if (!(error instanceof Errno)) throw error;
      if (error.code === 'EACCES') problem = error;
    }
  }
  throw problem;
}
