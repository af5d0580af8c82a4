import { PERSONA } from '../../system/persona.ts';
import type { Caller } from '../files/file-system.ts';
import { FileType, type FileStatus as InodeStatus, isLink, majorOf, minorOf } from '../files/inode.ts';
import type { Mount } from '../files/path-walk.ts';
import { usedBytes } from '../files/tmpfs.ts';
import { descriptionOf, openDescription } from './descriptor-calls.ts';
import { Errno } from './errno.ts';
import type { CallContext, Handlers } from './kernel-core.ts';
import type { Description, Device, Process } from './machine.ts';
import { freeDescriptor, refer } from './new-process.ts';
import { descriptorOfNode } from './proc/descriptor-links.ts';
import type { FileStatus, FileSystemStatus, SystemCall } from './system-call.ts';

export function callerOf({ uid, gid, groups, pid }: Process): Caller {
  return { uid, gid, groups, pid };
}

const view = ({ kernel, machine }: CallContext) => kernel.files(machine);

/** The memory devices (Documentation/admin-guide/devices.txt), by major and minor number. */
const DEVICES: Readonly<Record<string, Device>> = {
  '1:3': 'null',
  '1:5': 'zero',
  '1:7': 'full',
  '1:8': 'random',
  '1:9': 'random',
};

/** /dev/pts/N has major 136 and minor N; /dev/tty, 5:0, is the session's own. */
const PTS_MAJOR = 136;
const OWN_TERMINAL = '5:0';

/** What opening a device special file gives. ENXIO where the device is not simulated. */
function openDevice({ machine, process }: CallContext, rdev: number): Description {
  const numbers = `${majorOf(rdev)}:${minorOf(rdev)}`;
  const device = DEVICES[numbers];
  if (device !== undefined) return { kind: 'device', refs: 0, device };
  for (const [id, { sid, index }] of machine.terminals) {
    const isIt = majorOf(rdev) === PTS_MAJOR ? index === minorOf(rdev) : sid === process.sid;
    if (isIt && (majorOf(rdev) === PTS_MAJOR || numbers === OWN_TERMINAL)) {
      return { kind: 'terminal', refs: 0, terminal: id };
    }
  }
  throw new Errno('ENXIO');
}

/** fs/namei.c, MAXSYMLINKS. */
const MOST_LINKS = 40;

/**
 * The open description behind a link of /proc/PID/fd, which is more than a path: `echo x > /dev/stdout` writes into
 * the pipe. Asked only when the path has failed as one.
 */
function descriptionBehind(context: CallContext, path: string): number | undefined {
  const { machine, process } = context;
  let at = path;
  for (let links = 0; links < MOST_LINKS; links += 1) {
    const place = view(context).resolve(at, process.cwd, false, callerOf(process));
    const descriptor = place.mount.files.type === 'proc' ? descriptorOfNode(place.node) : undefined;
    if (descriptor !== undefined) return machine.processes.get(descriptor.pid)?.fds.get(descriptor.fd);
    if (!isLink(place.mount.files.status(place.node, callerOf(process)))) return undefined;
    const target = place.mount.files.readLink(place.node, callerOf(process));
    at = target.startsWith('/') ? target : `${place.path.slice(0, place.path.lastIndexOf('/'))}/${target}`;
  }
  return undefined;
}

/** Tries a path; where it fails, `other` gets what lies behind a link of /proc/PID/fd, if it is one. */
function orDescription<T>(context: CallContext, path: string, first: () => T, other: (id: number) => T): T {
  try {
    return first();
  } catch (error) {
    if (!(error instanceof Errno) || error.code === 'ENXIO') throw error;
    let id: number | undefined;
    try {
      id = descriptionBehind(context, path);
    } catch {
      throw error;
    }
    if (id === undefined) throw error;
    return other(id);
  }
}

function openPath(
  context: CallContext,
  { path, flags, mode }: Extract<SystemCall, { call: 'open' }>,
): number {
  const { process } = context;
  const files = view(context);
  const caller = callerOf(process);
  const file = files.open(path, process.cwd, flags, mode & ~process.umask, caller);
  const { mode: fileMode, rdev } = files.fstat(file, caller);
  if ((fileMode & FileType.mask) === FileType.character) {
    files.close(file);
    return openDescription(context, openDevice(context, rdev));
  }
  const { read = false, write = false, append = false } = flags;
  const access = { readable: read, writable: write, append, offset: 0 };
  return openDescription(context, { kind: 'file', refs: 0, ...file, ...access });
}

function statPath(context: CallContext, path: string, follow: boolean): FileStatus {
  const caller = callerOf(context.process);
  const { mount, node } = view(context).resolve(path, context.process.cwd, follow, caller);
  return status(mount.id, mount.files.status(node, caller));
}

function status(dev: number, inode: InodeStatus): FileStatus {
  const { ino, mode, nlink, uid, gid, rdev, size, mtimeNs } = inode;
  return { dev, ino, mode, nlink, uid, gid, rdev, size, mtimeNs };
}

/** What fstat shows of a description that is no file. */
function specialStatus(context: CallContext, description: Description): FileStatus {
  const types: Partial<Record<Description['kind'], number>> = {
    pipe: FileType.fifo | 0o600,
    output: FileType.fifo | 0o600,
    terminal: FileType.character | 0o620,
    device: FileType.character | 0o666,
  };
  const mode = types[description.kind] ?? FileType.socket | 0o777;
  const { uid, gid } = context.process;
  return { dev: 1, ino: 1, mode, nlink: 1, uid, gid, rdev: 0, size: 0, mtimeNs: context.process.startedAtNs };
}

/** One block device for all, of the size that Docker's own tests see: 100 GiB, of which 60 are free. */
const BLOCK = 4096;
const DISK = { total: 100 * 2 ** 30, free: 60 * 2 ** 30, inodes: 6_553_600, freeInodes: 6_000_000 };

function fileSystemStatus(context: CallContext, path: string): FileSystemStatus {
  const { mount } = view(context).resolve(path, context.process.cwd, true, callerOf(context.process));
  const { type } = mount.files;
  const { total, free, inodes, freeInodes } = DISK;
  const space = { total, free, inodes, freeInodes, ...spaceOf(mount) };
  return {
    type,
    source: mount.source,
    target: mount.path,
    blockSize: BLOCK,
    ...space,
    available: space.free,
  };
}

/** File systems that hold nothing. */
const EMPTY_TYPES = new Set(['proc', 'sysfs', 'devpts', 'mqueue']);

/** runc gives /dev as much. */
const DEV_BYTES = 64 * 2 ** 20;

/** Where a mount has a space of its own; nothing for those on the host's disk. */
function spaceOf({ source, path, files, space }: Mount): Partial<FileSystemStatus> {
  if (EMPTY_TYPES.has(files.type) || EMPTY_TYPES.has(source)) return { total: 0, free: 0 };
  if (files.type !== 'tmpfs' || source.startsWith('/dev/')) return {};
  const total = path === '/dev' ? DEV_BYTES : (space?.bytes ?? PERSONA.memoryBytes / 2);
  return { total, free: Math.max(0, total - usedBytes(files)) };
}

type FileCall =
  | 'open'
  | 'seek'
  | 'stat'
  | 'fstat'
  | 'readdir'
  | 'readlink'
  | 'access'
  | 'mkdir'
  | 'rmdir'
  | 'unlink'
  | 'rename'
  | 'link'
  | 'symlink'
  | 'mknod'
  | 'chmod'
  | 'chown'
  | 'utimes'
  | 'truncate'
  | 'statfs'
  | 'mount'
  | 'umount'
  | 'chdir'
  | 'getcwd'
  | 'umask';

export const fileCalls: Handlers<FileCall> = {
  open(context, call) {
    const again = (id: number) => {
      const fd = freeDescriptor(context.process);
      refer(context.machine, context.process, fd, id);
      return fd;
    };
    return orDescription(context, call.path, () => openPath(context, call), again);
  },
  seek(context, { fd, offset, whence }) {
    const description = descriptionOf(context, fd);
    if (description.kind === 'device') return 0;
    if (description.kind !== 'file') throw new Errno('ESPIPE');
    const bases = {
      set: () => 0,
      current: () => description.offset,
      end: () => view(context).fstat(description, callerOf(context.process)).size,
    };
    const target = bases[whence]() + offset;
    if (target < 0) throw new Errno('EINVAL');
    description.offset = target;
    return target;
  },
  stat(context, { path, follow }) {
    const behind = (id: number) =>
      specialStatus(context, context.machine.descriptions.get(id) as Description);
    return orDescription(context, path, () => statPath(context, path, follow), behind);
  },
  fstat(context, { fd }) {
    const description = descriptionOf(context, fd);
    if (description.kind !== 'file') return specialStatus(context, description);
    return status(description.mountId, view(context).fstat(description, callerOf(context.process)));
  },
  readdir(context, { path }) {
    const { process } = context;
    const entries = view(context).readdir(path, process.cwd, callerOf(process));
    return entries
      .map(({ name, ino, type }) => ({ name, ino, mode: type }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  },
  readlink: (context, { path }) =>
    view(context).readlink(path, context.process.cwd, callerOf(context.process)),
  access(context, { path, mode }) {
    view(context).access(path, context.process.cwd, mode, callerOf(context.process));
  },
  mkdir(context, { path, mode }) {
    const { cwd, umask } = context.process;
    view(context).mkdir(path, cwd, mode & ~umask, callerOf(context.process));
  },
  rmdir(context, { path }) {
    view(context).rmdir(path, context.process.cwd, callerOf(context.process));
  },
  unlink(context, { path }) {
    view(context).unlink(path, context.process.cwd, callerOf(context.process));
  },
  rename(context, { from, to }) {
    view(context).rename(from, to, context.process.cwd, callerOf(context.process));
  },
  link(context, { existing, path }) {
    view(context).link(existing, path, context.process.cwd, callerOf(context.process));
  },
  symlink(context, { target, path }) {
    view(context).symlink(target, path, context.process.cwd, callerOf(context.process));
  },
  mknod(context, { path, mode, rdev }) {
    const { cwd, umask } = context.process;
    view(context).mknod(path, cwd, mode & ~umask, rdev, callerOf(context.process));
  },
  chmod(context, { path, mode, follow }) {
    view(context).chmod(path, context.process.cwd, mode, follow, callerOf(context.process));
  },
  chown(context, { path, uid, gid, follow }) {
    view(context).chown(path, context.process.cwd, uid, gid, follow, callerOf(context.process));
  },
  utimes(context, { path, mtimeNs, follow }) {
    const time = mtimeNs ?? context.kernel.host.clock.nowNs();
    view(context).utimes(path, context.process.cwd, time, follow, callerOf(context.process));
  },
  truncate(context, { path, size }) {
    view(context).truncate(path, context.process.cwd, size, callerOf(context.process));
  },
  statfs: (context, { path }) => fileSystemStatus(context, path),
  // A container has no CAP_SYS_ADMIN; one that was given it (--privileged) is told the same, and it is counted.
  mount(context) {
    context.kernel.host.noteUnsimulated('mount(2) in a container');
    throw new Errno('EPERM');
  },
  umount(context) {
    context.kernel.host.noteUnsimulated('umount(2) in a container');
    throw new Errno('EPERM');
  },
  chdir(context, { path }) {
    const { process } = context;
    const caller = callerOf(process);
    const place = view(context).resolve(path, process.cwd, true, caller);
    const { mode } = place.mount.files.status(place.node, caller);
    if ((mode & FileType.mask) !== FileType.directory) throw new Errno('ENOTDIR');
    view(context).access(path, process.cwd, 1, caller);
    process.cwd = place.path;
  },
  getcwd: ({ process }) => process.cwd,
  umask({ process }, { mask }) {
    const before = process.umask;
    if (mask !== undefined) process.umask = mask & 0o777;
    return before;
  },
};
