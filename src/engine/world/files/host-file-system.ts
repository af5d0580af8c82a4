import { Errno, type ErrnoCode } from '../process/errno.ts';
import type { FileSystem, NodeId } from './file-system.ts';
import { type FileStatus, FileType, type NewFile } from './inode.ts';

/** What lstat gives in node:fs and in memfs, with `bigint: true`. */
interface HostStatus {
  readonly mode: bigint;
  readonly uid: bigint;
  readonly gid: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly nlink: bigint;
  readonly rdev: bigint;
  readonly size: bigint;
  readonly ino: bigint;
}

/** The simulated host's disk, where bind mounts come from: the part of node:fs that is used. A memfs volume fits. */
export interface HostFiles {
  lstatSync(path: string, options: { bigint: true }): HostStatus;
  // biome-ignore lint/suspicious/noExplicitAny: node:fs and memfs type the overloads of these differently
  readdirSync(path: string): any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readlinkSync(path: string): any;
  openSync(path: string, flags: string, mode?: number): number;
  readSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number): number;
  writeSync(fd: number, buffer: Uint8Array, offset: number, length: number, position?: number): number;
  closeSync(fd: number): void;
  truncateSync(path: string, size: number): void;
  mkdirSync(path: string, options: { mode: number }): unknown;
  symlinkSync(target: string, path: string): void;
  linkSync(existing: string, path: string): void;
  unlinkSync(path: string): void;
  rmdirSync(path: string): void;
  renameSync(from: string, to: string): void;
  chmodSync(path: string, mode: number): void;
  lchownSync(path: string, uid: number, gid: number): void;
  utimesSync(path: string, atime: number, mtime: number): void;
}

/** The host's disk as something to mount. Nodes are paths on the host. */
export function hostFileSystem(host: HostFiles): FileSystem {
  return {
    type: 'ext4',
    root: '/',
    status: node => guard(() => statusOf(host.lstatSync(path(node), { bigint: true }))),
    lookup: (directory, name) => {
      const child = below(directory, name);
      return exists(host, child) ? child : undefined;
    },
    parent: directory => path(directory).replace(/\/[^/]*$/, '') || '/',
    entries: directory =>
      guard(() =>
        (host.readdirSync(path(directory)) as string[]).map(name => [name, below(directory, name)]),
      ),
    readLink: node => guard(() => String(host.readlinkSync(path(node)))),
    read: (node, offset, length) => guard(() => readAt(host, path(node), offset, length)),
    write: (node, offset, data) => guard(() => writeAt(host, path(node), offset, data)),
    truncate: (node, size) => guard(() => host.truncateSync(path(node), size)),
    create: (directory, name, file) => guard(() => create(host, below(directory, name), file)),
    link: (directory, name, node) => guard(() => host.linkSync(path(node), below(directory, name))),
    unlink: (directory, name) => guard(() => host.unlinkSync(below(directory, name))),
    rmdir: (directory, name) => guard(() => host.rmdirSync(below(directory, name))),
    rename: (from, fromName, to, toName) =>
      guard(() => host.renameSync(below(from, fromName), below(to, toName))),
    change: (node, change) =>
      guard(() => {
        if (change.mode !== undefined) host.chmodSync(path(node), change.mode);
        if (change.uid !== undefined || change.gid !== undefined) {
          host.lchownSync(path(node), change.uid ?? -1, change.gid ?? -1);
        }
        if (change.mtimeNs !== undefined) {
          const seconds = Number(change.mtimeNs) / 1e9;
          host.utimesSync(path(node), seconds, seconds);
        }
      }),
    pin: () => {},
    unpin: () => {},
  };
}

function path(node: NodeId): string {
  return node as string;
}

function below(directory: NodeId, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`;
}

function exists(host: HostFiles, file: string): boolean {
  try {
    host.lstatSync(file, { bigint: true });
    return true;
  } catch {
    return false;
  }
}

function statusOf(status: HostStatus): FileStatus {
  return {
    mode: Number(status.mode),
    uid: Number(status.uid),
    gid: Number(status.gid),
    mtimeNs: status.mtimeNs,
    ctimeNs: status.ctimeNs,
    nlink: Number(status.nlink),
    rdev: Number(status.rdev),
    size: Number(status.size),
    ino: Number(status.ino),
  };
}

function readAt(host: HostFiles, file: string, offset: number, length: number): Uint8Array {
  const fd = host.openSync(file, 'r');
  try {
    const { size } = host.lstatSync(file, { bigint: true });
    const buffer = new Uint8Array(Math.max(0, Math.min(length, Number(size) - offset)));
    return buffer.subarray(0, host.readSync(fd, buffer, 0, buffer.length, offset));
  } finally {
    host.closeSync(fd);
  }
}

function writeAt(host: HostFiles, file: string, offset: number | 'append', data: Uint8Array): number {
  const fd = host.openSync(file, offset === 'append' ? 'a' : 'r+');
  try {
    let written = 0;
    const position = offset === 'append' ? undefined : offset;
    while (written < data.length) {
      const at = position === undefined ? undefined : position + written;
      written += host.writeSync(fd, data, written, data.length - written, at);
    }
    return offset === 'append' ? Number(host.lstatSync(file, { bigint: true }).size) : offset + written;
  } finally {
    host.closeSync(fd);
  }
}

function create(host: HostFiles, file: string, made: NewFile): string {
  const type = made.mode & FileType.mask;
  if (type === FileType.directory) host.mkdirSync(file, { mode: made.mode & 0o7777 });
  else if (type === FileType.link) host.symlinkSync(made.target ?? '', file);
  else if (type === FileType.regular) host.closeSync(host.openSync(file, 'wx', made.mode & 0o7777));
  else throw new Errno('EPERM');
  // Who runs the tests is seldom root: then the new file stays his own.
  try {
    host.lchownSync(file, made.uid, made.gid);
  } catch {}
  return file;
}

/** Turns the host's errors into ours; one that has no number of Linux's stays as it is. */
function guard<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (error instanceof Errno || typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error;
    throw new Errno(code as ErrnoCode);
  }
}
