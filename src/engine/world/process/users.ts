import { systemError } from '../../errors.ts';
import { type Caller, ROOT } from '../files/file-system.ts';
import type { FileSystemView } from '../files/file-system-view.ts';

/** Whom a container's process runs as. */
export interface ProcessUser {
  readonly uid: number;
  readonly gid: number;
  /** The group itself first, as dockerd has it since the fix of CVE-2022-36109. */
  readonly groups: readonly number[];
}

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

const LARGEST_ID = 2 ** 31 - 1;

const decoder = new TextDecoder();

/** A file's text; empty where it cannot be read. */
export function readText(files: FileSystemView, path: string, caller: Caller): string {
  try {
    const file = files.open(path, '/', { read: true }, 0, caller);
    const text = decoder.decode(files.read(file, 0, Number.MAX_SAFE_INTEGER, caller));
    files.close(file);
    return text;
  } catch {
    return '';
  }
}

function passwd(files: FileSystemView): PasswdEntry[] {
  return records(files, '/etc/passwd').map(([name = '', , uid, gid, , home = '']) => ({
    ...{ name, uid: Number(uid), gid: Number(gid), home },
  }));
}

function groups(files: FileSystemView): GroupEntry[] {
  return records(files, '/etc/group').map(([name = '', , gid, members = '']) => ({
    ...{ name, gid: Number(gid), members: members.split(',') },
  }));
}

/** What was read last of each file: the containers that start are mostly of one image. */
const lastRead = new Map<string, { readonly text: string; readonly records: readonly string[][] }>();

function records(files: FileSystemView, path: string): readonly string[][] {
  const text = readText(files, path, ROOT);
  let known = lastRead.get(path);
  if (known?.text !== text) {
    const lines = text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'));
    known = { text, records: lines.map(line => line.split(':')) };
    lastRead.set(path, known);
  }
  return known.records;
}

/**
 * Docker's user string (`name`, `uid`, `name:group`, `uid:gid`, empty for root) looked up in the container's own
 * files, by the rules of github.com/moby/sys/user, GetExecUser. Throws dockerd's sentence for an unknown name.
 */
export function findUser(files: FileSystemView, user: string, groupAdd: readonly string[]): ProcessUser {
  const [userArg = '', groupArg = ''] = user.split(':');
  const wanted = userArg === '' ? '0' : userArg;
  const number = toNumber(wanted);
  const entry = passwd(files).find(({ name, uid }) => name === wanted || uid === number);
  if (entry === undefined && number === undefined) {
    throw systemError(`unable to find user ${wanted}: no matching entries in passwd file`);
  }
  const uid = inRange(entry?.uid ?? (number as number));
  const known = groups(files);
  const memberOf = known.filter(group => entry !== undefined && group.members.includes(entry.name));
  const gid = groupArg === '' ? (entry?.gid ?? 0) : groupNumber(known, groupArg);
  const supplementary = groupArg === '' ? memberOf.map(group => group.gid) : [];
  const added = groupAdd.map(name => groupNumber(known, name));
  return { uid, gid, groups: [...new Set([gid, ...supplementary, ...added])] };
}

function groupNumber(known: readonly GroupEntry[], wanted: string): number {
  const number = toNumber(wanted);
  const entry = known.find(({ name, gid }) => name === wanted || gid === number);
  if (entry !== undefined) return entry.gid;
  if (number === undefined) {
    throw systemError(`unable to find group ${wanted}: no matching entries in group file`);
  }
  return inRange(number);
}

const toNumber = (text: string) => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined);

function inRange(id: number): number {
  if (id < 0 || id > LARGEST_ID) throw systemError(`uids and gids must be in range 0-${LARGEST_ID}`);
  return id;
}

/** What runc sets HOME to where the environment has none. */
export function homeOf(files: FileSystemView, uid: number): string {
  return passwd(files).find(entry => entry.uid === uid)?.home || '/';
}
