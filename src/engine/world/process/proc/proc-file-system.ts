import { type Caller, type FileSystem, type NodeId, unchangeable } from '../../files/file-system.ts';
import { type FileStatus, FileType } from '../../files/inode.ts';
import { Errno, type ErrnoCode } from '../errno.ts';
import { descriptorLink } from './descriptor-links.ts';
import { HOST_FILES } from './host-files.ts';
import { NET_FILES } from './net-files.ts';
import type { ProcWorld } from './proc-world.ts';
import { PROCESS_FILES, PROCESS_LINKS } from './process-files.ts';

/** One file of /proc, worked out when somebody looks at it. */
type ProcFile =
  | { readonly kind: 'directory'; readonly mode: number; readonly names: readonly string[] }
  | { readonly kind: 'file'; readonly mode: number; readonly text: () => string }
  | { readonly kind: 'link'; readonly mode: number; readonly target: string };

const encoder = new TextEncoder();

const directory = (names: Iterable<string>, mode = 0o555): ProcFile => ({
  kind: 'directory',
  mode,
  names: [...names],
});
const text = (produce: () => string, mode = 0o444): ProcFile => ({ kind: 'file', mode, text: produce });
const link = (target: string, mode = 0o777): ProcFile => ({ kind: 'link', mode, target });

/**
 * A container's /proc (proc(5)): a node is its path, its content is made from the kernel's state at each read. What
 * is not here is not there (ENOENT), and nothing takes what is written to it.
 */
export function procFileSystem(world: ProcWorld): FileSystem {
  const find = (node: NodeId, caller: Caller): ProcFile => {
    const found = fileAt(world, node as string, caller);
    if (found === undefined) throw new Errno('ENOENT');
    return found;
  };
  return {
    ...unchangeable(refuse('EPERM')),
    write: refuse('EIO'),
    create: refuse('ENOENT'),
    truncate: () => {},
    type: 'proc',
    root: '',
    status: (node, caller) => statusOf(world, node as string, find(node, caller)),
    lookup(parent, name, caller) {
      const path = `${parent}/${name}`;
      return fileAt(world, path, caller) === undefined ? undefined : path;
    },
    parent: node => (node as string).slice(0, Math.max(0, (node as string).lastIndexOf('/'))),
    entries(node, caller) {
      const found = find(node, caller);
      if (found.kind !== 'directory') throw new Errno('ENOTDIR');
      return found.names.map(name => [name, `${node}/${name}`] as const);
    },
    readLink(node, caller) {
      const found = find(node, caller);
      if (found.kind !== 'link') throw new Errno('EINVAL');
      return found.target;
    },
    read(node, offset, length, caller) {
      const found = find(node, caller);
      if (found.kind !== 'file') throw new Errno('EISDIR');
      return encoder.encode(found.text()).subarray(offset, offset + length);
    },
  };
}

/** As Linux answers: root may open for writing what only then turns out to take nothing. */
const refuse = (code: ErrnoCode) => () => {
  throw new Errno(code);
};

const TYPES = { directory: FileType.directory, file: FileType.regular, link: FileType.link } as const;

function statusOf(world: ProcWorld, path: string, found: ProcFile): FileStatus {
  const owner = world.machine().processes.get(Number(path.split('/')[1]));
  const nowNs = world.host.clock.lastNs();
  const common = { uid: owner?.uid ?? 0, gid: owner?.gid ?? 0, mtimeNs: nowNs, ctimeNs: nowNs };
  const links = found.kind === 'directory' ? 2 : 1;
  return {
    ...common,
    mode: TYPES[found.kind] | found.mode,
    nlink: links,
    rdev: 0,
    size: 0,
    ino: inodeOf(path),
  };
}

/** FNV-1a, so that a file keeps its number. */
function inodeOf(path: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < path.length; at += 1) hash = Math.imul(hash ^ path.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

const HOST_DIRECTORIES = directoriesOf(Object.keys(HOST_FILES));

function fileAt(world: ProcWorld, path: string, caller: Caller): ProcFile | undefined {
  const [, first = '', ...rest] = path.split('/');
  if (first === '') return directory(rootNames(world, caller));
  if (/^\d+$/.test(first)) return processFile(world, Number(first), rest.join('/'));
  if (path === '/self' && caller.pid !== 0) return link(String(caller.pid));
  if (path === '/thread-self' && caller.pid !== 0) return link(`${caller.pid}/task/${caller.pid}`);
  if (path === '/mounts') return link('self/mounts');
  if (path === '/net') return link('self/net');
  const names = HOST_DIRECTORIES.get(path.slice(1));
  if (names !== undefined) return directory(names);
  const produce = HOST_FILES[path.slice(1)];
  const mode = path.startsWith('/sys/') ? 0o644 : 0o444;
  return produce === undefined ? undefined : text(() => produce(world), mode);
}

function rootNames(world: ProcWorld, caller: Caller): string[] {
  const pids = Array.from(world.machine().processes.keys(), String);
  const selves = caller.pid === 0 ? [] : ['self', 'thread-self'];
  return [...pids, ...(HOST_DIRECTORIES.get('') ?? []), 'mounts', 'net', ...selves];
}

function processFile(world: ProcWorld, pid: number, name: string): ProcFile | undefined {
  const machine = world.machine();
  const process = machine.processes.get(pid);
  if (process === undefined) return undefined;
  const [first = '', second, third] = name.split('/');
  if (first === 'task' && second !== undefined) {
    return second === String(pid) ? processFile(world, pid, name.split('/').slice(2).join('/')) : undefined;
  }
  if (first === 'task') return directory([String(pid)]);
  if (third !== undefined) return undefined;
  if (first === 'net') {
    if (second === undefined) return directory(Object.keys(NET_FILES));
    const produce = NET_FILES[second];
    return produce === undefined ? undefined : text(() => produce(world));
  }
  if (first === 'fd') {
    if (second === undefined) return directory(Array.from(process.fds.keys(), String), 0o500);
    const target = descriptorLink(world, process, Number(second));
    return target === undefined ? undefined : link(target, 0o700);
  }
  if (second !== undefined) return undefined;
  if (first === '') {
    return directory([...Object.keys(PROCESS_FILES), ...Object.keys(PROCESS_LINKS), 'fd', 'net', 'task']);
  }
  const target = PROCESS_LINKS[first];
  if (target !== undefined) return link(target(process));
  const produce = PROCESS_FILES[first];
  return produce === undefined
    ? undefined
    : text(() => produce(world, process), first === 'environ' ? 0o400 : 0o444);
}

/** Each directory that the paths imply, with its names. */
function directoriesOf(paths: readonly string[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const path of paths) {
    const parts = path.split('/');
    parts.forEach((name, depth) => {
      const above = parts.slice(0, depth).join('/');
      found.set(above, (found.get(above) ?? new Set()).add(name));
    });
  }
  return new Map(Array.from(found, ([path, names]) => [path, [...names]]));
}
