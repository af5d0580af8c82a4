import type { Caller } from '../files/file-system.ts';
import type { FileSystemView } from '../files/file-system-view.ts';
import { FileType, isLink } from '../files/inode.ts';
import { Errno } from './errno.ts';
import type { ProgramTable } from './program-table.ts';

/** What an executable turned out to be. */
export interface FoundProgram {
  /** A key of ProgramTable, or UNKNOWN_PROGRAM. */
  readonly program: string;
  /** The file, without links. */
  readonly executable: string;
  readonly argv: readonly string[];
}

/** Where to look, and who asks. */
export interface LookupContext {
  readonly programs: ProgramTable;
  readonly files: FileSystemView;
  readonly image: string;
  readonly cwd: string;
  readonly caller: Caller;
}

/** Runs for a binary that no program is known for: it says so on stderr and exits with 127. */
export const UNKNOWN_PROGRAM = '(unknown)';

/** fs/exec.c allows this many interpreters of interpreters. */
const MOST_INTERPRETERS = 4;

/** BINPRM_BUF_SIZE: what the kernel looks at to tell what a file is. */
const HEAD_BYTES = 256;

const decoder = new TextDecoder();

/** Stands behind the ELF header of an executable made for one program, and is followed by its key and a NUL. */
export const PROGRAM_MARKER = 'dockless program: ';

/**
 * Finds what execve(2) of `path` would run: a program registered for the path; else the interpreter of a `#!` script;
 * else a built-in command, by the base name of the path as given and of each link it leads through (as busybox does).
 * Throws ENOENT, EACCES, ENOEXEC, ELOOP as Linux does.
 */
export function findProgram(context: LookupContext, path: string, argv: readonly string[]): FoundProgram {
  let wanted = path;
  let args = argv;
  for (let depth = 0; depth <= MOST_INTERPRETERS; depth += 1) {
    const found = lookAt(context, wanted, args);
    if ('program' in found) return found;
    args = [found.interpreter, ...(found.option === '' ? [] : [found.option]), wanted, ...args.slice(1)];
    wanted = found.interpreter;
  }
  throw new Errno('ELOOP');
}

type Looked = FoundProgram | { readonly interpreter: string; readonly option: string };

function lookAt(context: LookupContext, path: string, argv: readonly string[]): Looked {
  const { programs, files, image, cwd, caller } = context;
  const { path: executable } = checkExecutable(context, path);
  const names = namesOf(context, path);
  for (const name of [...names, executable]) {
    const key = programs.keyForPath(image, name);
    if (key !== undefined) return { program: key, executable, argv };
  }
  const file = files.open(path, cwd, {}, 0, { ...caller, uid: 0 });
  const head = files.read(file, 0, HEAD_BYTES, caller);
  files.close(file);
  if (head[0] === 0x23 && head[1] === 0x21) return interpreterOf(head);
  if (!isBinary(head)) throw new Errno('ENOEXEC');
  const marked = markerOf(head);
  if (marked !== undefined) return { program: marked, executable, argv };
  const command = [...names, executable].map(baseName).find(name => programs.hasCommand(name));
  return { program: command ?? UNKNOWN_PROGRAM, executable, argv };
}

/** An ELF file is at least as long as its header. */
export const ELF_HEADER_BYTES = 64;

function isBinary(head: Uint8Array): boolean {
  const hasMagic = head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
  return hasMagic && head.length >= ELF_HEADER_BYTES;
}

/** The key of the one program that the file was made for: it goes wherever the file goes. */
function markerOf(head: Uint8Array): string | undefined {
  const text = decoder.decode(head.subarray(ELF_HEADER_BYTES));
  return text.startsWith(PROGRAM_MARKER) ? text.slice(PROGRAM_MARKER.length).split('\0', 1)[0] : undefined;
}

function interpreterOf(head: Uint8Array): Looked {
  const line = (decoder.decode(head).split('\n', 1)[0] as string).slice(2).trim();
  const [, interpreter = '', option = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  if (interpreter === '') throw new Errno('ENOEXEC');
  return { interpreter, option };
}

/** A regular file that the caller may execute. */
function checkExecutable({ files, cwd, caller }: LookupContext, path: string) {
  const place = files.resolve(path, cwd, true, caller);
  const { mode } = place.mount.files.status(place.node, caller);
  if ((mode & FileType.mask) !== FileType.regular) throw new Errno('EACCES');
  files.access(path, cwd, 1, caller);
  return place;
}

/** The path, and each path that links lead to on the way, as far as they hang on the last name. */
function namesOf({ files, cwd, caller }: LookupContext, path: string): string[] {
  const names = [path];
  for (let at = path; names.length < 40; ) {
    const place = files.resolve(at, cwd, false, caller);
    if (!isLink(place.mount.files.status(place.node, caller))) break;
    const target = place.mount.files.readLink(place.node, caller);
    at = target.startsWith('/') ? target : `${place.path.slice(0, place.path.lastIndexOf('/'))}/${target}`;
    names.push(at);
  }
  return names;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
