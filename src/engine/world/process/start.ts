import { goQuote } from '../../../support/go-strconv.ts';
import { type DockerError, invalidParameter, systemError } from '../../errors.ts';
import { ROOT } from '../files/file-system.ts';
import type { FileSystemView } from '../files/file-system-view.ts';
import { FileType, isDirectory } from '../files/inode.ts';
import { INIT_COMMAND, RUNC_INIT_FAILURE } from './built-in-programs.ts';
import { Errno, goText } from './errno.ts';
import type { ProcessSeed } from './new-process.ts';
import type { MachineSpec, ProcessSpec } from './processes.ts';
import { type FoundProgram, findProgram, type LookupContext } from './program-lookup.ts';
import type { ProgramTable } from './program-table.ts';
import { findUser, homeOf } from './users.ts';

/** Where a process is started by runc: in a container, with dockerd's words around runc's. */
export interface StartContext {
  readonly programs: ProgramTable;
  readonly files: FileSystemView;
  readonly machine: MachineSpec;
  readonly kind: 'container' | 'exec';
}

/** dockerd, containerd, runc: each puts its words in front (recorded from dockerd 28.5.2 with runc 1.1.5). */
const PREFIX = {
  container:
    'failed to create task for container: failed to create shim task: OCI runtime create failed: ' +
    'runc create failed: unable to start container process: ',
  exec: 'OCI runtime exec failed: exec failed: unable to start container process: ',
};

/** moby daemon/start.go, setExitCodeFromError's neighbour: what dockerd adds to ENOTDIR. */
const NOT_A_DIRECTORY_HINT =
  ': Are you trying to mount a directory onto a file (or vice-versa)? ' +
  'Check if the specified host path exists and is the expected type';

/** What a process started by runc is made of. Throws a DockerError where dockerd answers with one. */
export type Started = Omit<ProcessSeed, 'ppid' | 'pgid' | 'sid' | 'task' | 'umask' | 'limits'>;

export function prepareStart(context: StartContext, spec: ProcessSpec): Started {
  const { files, programs, machine } = context;
  if (context.kind === 'exec' && spec.cwd !== '' && !spec.cwd.startsWith('/')) {
    // runc looks at it before it starts anything (recordings/exec-failures).
    throw invalidParameter('OCI runtime exec failed: exec failed: Cwd must be an absolute path');
  }
  const unnamed = context.kind === 'exec' ? spec.env.find(entry => entry.startsWith('=')) : undefined;
  if (unnamed !== undefined) {
    throw invalidParameter(`${PREFIX.exec}environment variable name can't be empty: ${goQuote(unnamed)}`);
  }
  const user = findUser(files, spec.user, spec.groups);
  const cwd = enterDirectory(context, spec.cwd || '/');
  const env = environment(files, spec.env, user.uid);
  const lookup: LookupContext = {
    programs,
    files,
    image: machine.image,
    cwd,
    caller: { ...user, pid: 0 },
  };
  const common = { ...user, cwd, env, start: undefined };
  if (context.kind === 'container' && machine.init) {
    const argv = [INIT_COMMAND, '--', ...spec.argv];
    return { ...common, program: INIT_COMMAND, executable: INIT_COMMAND, argv };
  }
  const path = lookPath(context, lookup, spec.argv[0] ?? '', env.PATH);
  return { ...common, ...programAt(lookup, path, spec.argv) };
}

/** What only execve finds out comes from runc's init, on the container's stderr (exit code 1). */
function programAt(
  lookup: LookupContext,
  path: string,
  argv: readonly string[],
): FoundProgram & { readonly start?: unknown } {
  try {
    return findProgram(lookup, path, argv);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    const start = { message: `exec ${path}: ${goText(error)}\n` };
    return { program: RUNC_INIT_FAILURE, executable: '', argv, start };
  }
}

/**
 * runc makes a container's working directory; an exec's has to be there. It is entered as root, so that the user's own
 * permissions do not matter (runc libcontainer/init_linux.go, finalizeNamespace).
 */
function enterDirectory({ files, kind }: StartContext, cwd: string): string {
  try {
    if (kind === 'container') makeDirectories(files, cwd);
    const place = files.resolve(cwd, '/', true, ROOT);
    if (!isDirectory(place.mount.files.status(place.node, ROOT))) throw new Errno('ENOTDIR');
    return place.path;
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    throw refusal(kind, `chdir to cwd ("${cwd}") set in config.json failed: ${goText(error)}`);
  }
}

function makeDirectories(files: FileSystemView, path: string): void {
  let at = '';
  for (const name of path.split('/')) {
    if (name === '') continue;
    at += `/${name}`;
    try {
      files.mkdir(at, '/', 0o755, ROOT);
    } catch (error) {
      if (!(error instanceof Errno) || (error.code !== 'EEXIST' && error.code !== 'EROFS')) throw error;
    }
  }
}

/** `NAME=value` pairs as Go's os.Setenv takes them: the last one counts, in the first one's place. */
function environment(files: FileSystemView, pairs: readonly string[], uid: number): Record<string, string> {
  const env: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at > 0) env[pair.slice(0, at)] = pair.slice(at + 1);
  }
  if (!env.HOME) env.HOME = homeOf(files, uid);
  return env;
}

/** Go's exec.LookPath, whose sentences runc passes on. */
function lookPath(
  { kind }: StartContext,
  lookup: LookupContext,
  name: string,
  path: string | undefined,
): string {
  if (name.includes('/')) {
    const problem = executableProblem(lookup, name);
    if (problem !== undefined) throw refusal(kind, `exec: ${quote(name)}: ${problem}`);
    return name;
  }
  for (const directory of name === '' ? [] : (path ?? '').split(':')) {
    const candidate = `${directory === '' ? '.' : directory}/${name}`;
    if (executableProblem(lookup, candidate) === undefined) return candidate;
  }
  throw refusal(kind, `exec: ${quote(name)}: executable file not found in $PATH`);
}

const quote = (text: string) => JSON.stringify(text);

function executableProblem({ files, cwd, caller }: LookupContext, path: string): string | undefined {
  try {
    const { mode } = files.stat(path, cwd, true, caller);
    const isFile = (mode & FileType.mask) !== FileType.directory;
    return isFile && (mode & 0o111) !== 0 ? undefined : 'permission denied';
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    return `stat ${path}: ${goText(error)}`;
  }
}

/** A start that runc refuses; dockerd takes only some of what it says for the client's mistake. */
export function startRefusal(sentence: string): DockerError {
  return sentence.endsWith('not a directory')
    ? refusal('container', sentence)
    : systemError(PREFIX.container + sentence);
}

function refusal(kind: StartContext['kind'], sentence: string): DockerError {
  const hint = sentence.endsWith('not a directory') ? NOT_A_DIRECTORY_HINT : '';
  return invalidParameter(PREFIX[kind] + sentence + hint);
}
