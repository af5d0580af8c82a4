import { ownEntry } from '../../../../support/own-entry.ts';
import type { Caller, FileSystem } from '../../files/file-system.ts';
import type { Process } from '../machine.ts';
import { descriptorLink } from './descriptor-links.ts';
import { HOST_FILES } from './host-files.ts';
import { NET_FILES } from './net-files.ts';
import type { ProcWorld } from './proc-world.ts';
import { PROCESS_FILES, PROCESS_LINKS } from './process-files.ts';
import {
  directoriesOf,
  directory,
  file,
  link,
  type SyntheticFile,
  syntheticFileSystem,
} from './synthetic-file-system.ts';

/** A container's /proc (proc(5)), made from the kernel's state. */
export function procFileSystem(world: ProcWorld): FileSystem {
  return syntheticFileSystem({
    type: 'proc',
    nowNs: () => world.host.clock.lastNs(),
    find: (path, caller) => fileAt(world, path, caller),
    owner(path) {
      const process = world.machine().processes.get(Number(path.split('/')[1]));
      return { uid: process?.uid ?? 0, gid: process?.gid ?? 0 };
    },
  });
}

const HOST_DIRECTORIES = directoriesOf(Object.keys(HOST_FILES));

function fileAt(world: ProcWorld, path: string, caller: Caller): SyntheticFile | undefined {
  const [, first = '', ...rest] = path.split('/');
  if (first === '') return directory(rootNames(world, caller));
  if (/^\d+$/.test(first)) {
    const isThere = world.machine().processes.has(Number(first));
    return isThere ? processFile(world, Number(first), rest.join('/')) : undefined;
  }
  if (path === '/self' && caller.pid !== 0) return link(String(caller.pid));
  if (path === '/thread-self' && caller.pid !== 0) return link(`${caller.pid}/task/${caller.pid}`);
  if (path === '/mounts') return link('self/mounts');
  if (path === '/net') return link('self/net');
  const names = HOST_DIRECTORIES.get(path.slice(1));
  if (names !== undefined) return directory(names);
  const produce = ownEntry(HOST_FILES, path.slice(1));
  const mode = path.startsWith('/sys/') ? 0o644 : 0o444;
  return produce === undefined ? undefined : file(() => produce(world), mode);
}

function rootNames(world: ProcWorld, caller: Caller): string[] {
  const pids = Array.from(world.machine().processes.keys(), String);
  const selves = caller.pid === 0 ? [] : ['self', 'thread-self'];
  return [...pids, ...(HOST_DIRECTORIES.get('') ?? []), 'mounts', 'net', ...selves];
}

function processFile(world: ProcWorld, pid: number, name: string): SyntheticFile | undefined {
  if (name === '') return directory([...THREAD_NAMES, 'task']);
  if (name === 'task') return directory([String(pid)]);
  const [first, thread, ...rest] = name.split('/');
  if (first !== 'task') return threadFile(world, pid, name);
  // Each process here has one thread, and a thread no tasks of its own.
  return thread === String(pid) && rest[0] !== 'task' ? threadFile(world, pid, rest.join('/')) : undefined;
}

const THREAD_NAMES = [...Object.keys(PROCESS_FILES), ...Object.keys(PROCESS_LINKS), 'fd', 'net'];

function threadFile(world: ProcWorld, pid: number, name: string): SyntheticFile | undefined {
  const process = world.machine().processes.get(pid) as Process;
  const [first = '', second, third] = name.split('/');
  if (third !== undefined) return undefined;
  if (first === 'net') {
    if (second === undefined) return directory(Object.keys(NET_FILES));
    const produce = ownEntry(NET_FILES, second);
    return produce === undefined ? undefined : file(() => produce(world));
  }
  if (first === 'fd') {
    if (second === undefined) return directory(Array.from(process.fds.keys(), String), 0o500);
    const target = descriptorLink(world, process, Number(second));
    return target === undefined ? undefined : link(target, 0o700);
  }
  if (second !== undefined) return undefined;
  if (first === '') return directory(THREAD_NAMES);
  const target = ownEntry(PROCESS_LINKS, first);
  if (target !== undefined) return link(target(process));
  const produce = ownEntry(PROCESS_FILES, first);
  return produce === undefined
    ? undefined
    : file(() => produce(world, process), first === 'environ' ? 0o400 : 0o444);
}
