import { Errno } from '../process/errno.ts';
import { type Caller, type FileSystem, type NodeId, ROOT } from './file-system.ts';
import { type AttributeChange, type FileStatus, FileType, isDirectory, isLink } from './inode.ts';
import {
  LONGEST_PATH,
  type Mount,
  type MountSpace,
  type MountTable,
  type NamedPlace,
  type Place,
  walk,
} from './path-walk.ts';
import { type Access, mayDo, mayRemove } from './permission.ts';

/** An open file: plain data, so that a process's descriptors survive a fork of the engine. */
export interface OpenFile {
  readonly mountId: number;
  readonly node: NodeId;
  /** As it was when it was opened. */
  readonly path: string;
}

/** How to open; the kernel keeps what belongs to the descriptor (position, append). */
export interface OpenRequest {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly directory?: boolean;
  readonly noFollow?: boolean;
}

/** What a mount is made of. */
export interface MountRequest {
  readonly files: FileSystem;
  readonly path: string;
  /** Default: the file system's root. */
  readonly root?: NodeId;
  readonly readOnly?: boolean;
  readonly source?: string;
  readonly space?: MountSpace;
}

/** One name of a directory. */
export interface DirectoryEntry {
  readonly name: string;
  readonly ino: number;
  /** The type bits of its mode. */
  readonly type: number;
}

/**
 * A container's files as its processes see them: the root and what is mounted over it (volumes, binds, tmpfs, /proc,
 * /dev, /etc/hosts, ...). Paths may be relative to `cwd`, which is a clean absolute path. Every failure is an Errno
 * with Linux's code. Not part of the state: made anew from a container's record, with the same mounts in the same
 * order, whenever it is needed.
 */
export class FileSystemView implements MountTable {
  root: Mount;
  /** In order of mounting. A later one covers an earlier one on the same path. */
  readonly #mounts: Mount[] = [];
  readonly #byPath = new Map<string, Mount>();
  #longestMount = 1;
  #nextId = 1;

  constructor(root: FileSystem, options: { readonly readOnly?: boolean; readonly source?: string } = {}) {
    this.root = this.mount({ files: root, path: '/', source: 'overlay', ...options });
  }

  /** Mounts over whatever is at `path` (clean and absolute). A missing mount point is the caller's to make. */
  mount(request: MountRequest): Mount {
    const { files, path } = request;
    const root = request.root ?? files.root;
    const readOnly = request.readOnly ?? false;
    const { source = files.type, space } = request;
    const mount = { id: this.#nextId, files, root, path, readOnly, source, ...(space && { space }) };
    this.#nextId += 1;
    this.#mounts.push(mount);
    this.#byPath.set(path, mount);
    this.#longestMount = Math.max(this.#longestMount, path.length);
    return mount;
  }

  /** The files from a directory on, which becomes the root that links and `..` cannot leave; mounts in it included. */
  rootedAt({ mount, node, path }: Place): FileSystemView {
    if (path === '/') return this;
    const view = new FileSystemView(mount.files, { readOnly: mount.readOnly });
    view.root = { ...view.root, root: node };
    view.#mounts[0] = view.root;
    view.#byPath.set('/', view.root);
    for (const other of this.#mounts) {
      if (other.path.startsWith(`${path}/`)) view.mount({ ...other, path: other.path.slice(path.length) });
    }
    return view;
  }

  /** `--read-only`, once all mount points are there. */
  remountRootReadOnly(): void {
    this.root = { ...this.root, readOnly: true };
    this.#mounts[0] = this.root;
    if (this.#byPath.get('/')?.id === this.root.id) this.#byPath.set('/', this.root);
  }

  unmount(path: string): void {
    const mount = this.#byPath.get(path);
    if (mount === undefined || mount === this.root) throw new Errno('EINVAL');
    this.#mounts.splice(this.#mounts.indexOf(mount), 1);
    const below = this.#mounts.findLast(other => other.path === path);
    if (below === undefined) this.#byPath.delete(path);
    else this.#byPath.set(path, below);
  }

  mounts(): readonly Mount[] {
    return this.#mounts;
  }

  mountAt(path: string): Mount | undefined {
    // A walk through a deep tree asks at each step: there is no need to hash paths that no mount has.
    return path.length > this.#longestMount ? undefined : this.#byPath.get(path);
  }

  /** Finds an existing file. */
  resolve(path: string, cwd: string, follow: boolean, caller: Caller): Place {
    const named = walk(this, path, cwd, { follow, caller });
    if (named.found === undefined) throw new Errno('ENOENT');
    if (named.mustBeDirectory && !isDirectory(statusOf(named.found, caller))) throw new Errno('ENOTDIR');
    return named.found;
  }

  stat(path: string, cwd: string, follow: boolean, caller: Caller): FileStatus {
    return statusOf(this.resolve(path, cwd, follow, caller), caller);
  }

  /** Opens, and makes the file where asked to. `mode` is what a new file gets, the umask taken off. */
  open(path: string, cwd: string, request: OpenRequest, mode: number, caller: Caller): OpenFile {
    const follow = request.noFollow !== true && !(request.create && request.exclusive);
    const named = walk(this, path, cwd, { follow, caller });
    const place = named.found ?? this.#createForOpen(named, request, mode, caller);
    if (named.found !== undefined) this.#checkOpen(place, named, request, caller);
    if (request.truncate && request.write && isRegularAt(place, caller)) {
      writable(place).files.truncate(place.node, 0);
    }
    place.mount.files.pin(place.node);
    return { mountId: place.mount.id, node: place.node, path: place.path };
  }

  close(file: OpenFile): void {
    this.#mountOf(file).files.unpin(file.node);
  }

  fstat(file: OpenFile, caller: Caller): FileStatus {
    return this.#mountOf(file).files.status(file.node, caller);
  }

  /** The bytes are the file's own: do not write to them. */
  read(file: OpenFile, offset: number, length: number, caller: Caller): Uint8Array {
    return this.#mountOf(file).files.read(file.node, offset, length, caller);
  }

  /** Returns the position after it. */
  write(file: OpenFile, offset: number | 'append', data: Uint8Array, caller: Caller): number {
    return this.#mountOf(file).files.write(file.node, offset, data, caller);
  }

  /** Gives an empty file its content; nobody may write into `data` afterwards. */
  fill(file: OpenFile, data: Uint8Array): void {
    const { files } = this.#mountOf(file);
    if (files.adopt !== undefined) files.adopt(file.node, data);
    else files.write(file.node, 0, data, ROOT);
  }

  ftruncate(file: OpenFile, size: number): void {
    this.#mountOf(file).files.truncate(file.node, size);
  }

  truncate(path: string, cwd: string, size: number, caller: Caller): void {
    const place = this.resolve(path, cwd, true, caller);
    this.#check(place, 'write', caller);
    writable(place).files.truncate(place.node, size);
  }

  /** Names without `.` and `..`, in order of creation. */
  readdir(path: string, cwd: string, caller: Caller): DirectoryEntry[] {
    const place = this.resolve(path, cwd, true, caller);
    if (!isDirectory(statusOf(place, caller))) throw new Errno('ENOTDIR');
    this.#check(place, 'read', caller);
    const entries: DirectoryEntry[] = [];
    for (const [name, node] of place.mount.files.entries(place.node, caller)) {
      const { ino, mode } = place.mount.files.status(node, caller);
      entries.push({ name, ino, type: mode & FileType.mask });
    }
    return entries;
  }

  readlink(path: string, cwd: string, caller: Caller): string {
    const place = this.resolve(path, cwd, false, caller);
    if (!isLink(statusOf(place, caller))) throw new Errno('EINVAL');
    return place.mount.files.readLink(place.node, caller);
  }

  /** access(2): read 4, write 2, execute 1, existence 0. */
  access(path: string, cwd: string, mode: number, caller: Caller): void {
    const place = this.resolve(path, cwd, true, caller);
    if (mode & 4) this.#check(place, 'read', caller);
    if (mode & 2) {
      this.#check(place, 'write', caller);
      writable(place);
    }
    if (mode & 1) this.#check(place, 'execute', caller);
  }

  mkdir(path: string, cwd: string, mode: number, caller: Caller): void {
    this.#make(path, cwd, { mode: FileType.directory | mode }, caller);
  }

  mknod(path: string, cwd: string, mode: number, rdev: number, caller: Caller): void {
    const type = mode & FileType.mask;
    const isDevice = type === FileType.character || type === FileType.block;
    if (isDevice && caller.uid !== 0) throw new Errno('EPERM');
    // To overlayfs this is a whiteout, which it makes itself.
    const isWhiteout = type === FileType.character && rdev === 0;
    if (isWhiteout && this.#newName(path, cwd, caller).directory.mount.files.type === 'overlay') {
      throw new Errno('EPERM');
    }
    this.#make(path, cwd, { mode: type === 0 ? mode | FileType.regular : mode, rdev }, caller);
  }

  symlink(target: string, path: string, cwd: string, caller: Caller): void {
    if (target === '') throw new Errno('ENOENT');
    if (target.length > LONGEST_PATH) throw new Errno('ENAMETOOLONG');
    this.#make(path, cwd, { mode: FileType.link | 0o777, target }, caller);
  }

  link(existing: string, path: string, cwd: string, caller: Caller): void {
    const from = this.resolve(existing, cwd, false, caller);
    const named = this.#newName(path, cwd, caller);
    if (from.mount.files !== named.directory.mount.files) throw new Errno('EXDEV');
    writable(named.directory).files.link(named.directory.node, named.name, from.node);
  }

  unlink(path: string, cwd: string, caller: Caller): void {
    const { directory, name, found, mustBeDirectory } = walk(this, path, cwd, { follow: false, caller });
    if (found === undefined) throw new Errno('ENOENT');
    if (name === '.' || isDirectory(statusOf(found, caller))) throw new Errno('EISDIR');
    if (mustBeDirectory) throw new Errno('ENOTDIR');
    this.#checkRemoval(directory, found, caller);
    directory.mount.files.unlink(directory.node, name);
  }

  rmdir(path: string, cwd: string, caller: Caller): void {
    const { directory, name, found } = walk(this, path, cwd, { follow: false, caller });
    if (found === undefined) throw new Errno('ENOENT');
    if (found.path === '/') throw new Errno('EBUSY');
    if (name === '.') throw new Errno(path.endsWith('..') ? 'ENOTEMPTY' : 'EINVAL');
    if (!isDirectory(statusOf(found, caller))) throw new Errno('ENOTDIR');
    this.#checkRemoval(directory, found, caller);
    directory.mount.files.rmdir(directory.node, name);
  }

  rename(fromPath: string, toPath: string, cwd: string, caller: Caller): void {
    const from = walk(this, fromPath, cwd, { follow: false, caller });
    const to = walk(this, toPath, cwd, { follow: false, caller });
    if (from.found === undefined) throw new Errno('ENOENT');
    if (from.name === '.' || to.name === '.') throw new Errno('EBUSY');
    if (from.directory.mount !== to.directory.mount) throw new Errno('EXDEV');
    const isDirectoryMoved = isDirectory(statusOf(from.found, caller));
    if (!isDirectoryMoved && (from.mustBeDirectory || to.mustBeDirectory)) throw new Errno('ENOTDIR');
    this.#checkRemoval(from.directory, from.found, caller);
    if (to.found !== undefined) this.#checkRemoval(to.directory, to.found, caller);
    this.#checkDirectoryWrite(to.directory, caller);
    const { files } = from.directory.mount;
    files.rename(from.directory.node, from.name, to.directory.node, to.name);
  }

  chmod(path: string, cwd: string, mode: number, follow: boolean, caller: Caller): void {
    const place = this.resolve(path, cwd, follow, caller);
    if (caller.uid !== 0 && caller.uid !== statusOf(place, caller).uid) throw new Errno('EPERM');
    this.#change(place, { mode: mode & 0o7777 });
  }

  /** -1 leaves an id as it is. Who is not root may only give a file of his own to a group of his own. */
  chown(path: string, cwd: string, uid: number, gid: number, follow: boolean, caller: Caller): void {
    const place = this.resolve(path, cwd, follow, caller);
    const status = statusOf(place, caller);
    const groupOnly = uid === -1 || uid === status.uid;
    const inGroup = gid === -1 || gid === caller.gid || caller.groups.includes(gid);
    if (caller.uid !== 0 && !(caller.uid === status.uid && groupOnly && inGroup)) throw new Errno('EPERM');
    const dropsSetuid = !isDirectory(status) && (status.mode & 0o6000) !== 0;
    this.#change(place, {
      ...(uid === -1 ? {} : { uid }),
      ...(gid === -1 ? {} : { gid }),
      ...(dropsSetuid ? { mode: status.mode & 0o1777 } : {}),
    });
  }

  /** Without a time: now, as the caller's clock has it. */
  utimes(path: string, cwd: string, mtimeNs: bigint, follow: boolean, caller: Caller): void {
    const place = this.resolve(path, cwd, follow, caller);
    const isOwner = caller.uid === 0 || caller.uid === statusOf(place, caller).uid;
    if (!isOwner) this.#check(place, 'write', caller);
    this.#change(place, { mtimeNs });
  }

  #change(place: Place, change: AttributeChange): void {
    writable(place).files.change(place.node, change);
  }

  #make(
    path: string,
    cwd: string,
    file: { mode: number; rdev?: number; target?: string },
    caller: Caller,
  ): NodeId {
    const named = this.#newName(path, cwd, caller);
    if (named.mustBeDirectory && !isDirectory(file)) throw new Errno('ENOENT');
    return this.#createIn(named, file, caller);
  }

  #newName(path: string, cwd: string, caller: Caller): NamedPlace {
    const named = walk(this, path, cwd, { follow: false, caller });
    if (named.found !== undefined) throw new Errno('EEXIST');
    this.#checkDirectoryWrite(named.directory, caller);
    return named;
  }

  /** A new file is its maker's; in a set-group-id directory it takes the directory's group. */
  #createIn(named: NamedPlace, file: { mode: number; rdev?: number; target?: string }, caller: Caller) {
    const { directory, name } = named;
    const above = statusOf(directory, caller);
    const inherits = (above.mode & 0o2000) !== 0;
    const mode = inherits && isDirectory(file) ? file.mode | 0o2000 : file.mode;
    const owner = { uid: caller.uid, gid: inherits ? above.gid : caller.gid };
    return writable(directory).files.create(directory.node, name, { ...file, ...owner, mode });
  }

  #createForOpen(named: NamedPlace, request: OpenRequest, mode: number, caller: Caller): Place {
    if (request.create !== true) throw new Errno('ENOENT');
    if (named.mustBeDirectory) throw new Errno('EISDIR');
    this.#checkDirectoryWrite(named.directory, caller);
    const node = this.#createIn(named, { mode: FileType.regular | (mode & 0o7777) }, caller);
    const { mount, path } = named.directory;
    return { mount, node, path: path === '/' ? `/${named.name}` : `${path}/${named.name}` };
  }

  #checkOpen(place: Place, named: NamedPlace, request: OpenRequest, caller: Caller): void {
    const status = statusOf(place, caller);
    if (request.create && request.exclusive) throw new Errno('EEXIST');
    if (isLink(status)) throw new Errno('ELOOP');
    if (isDirectory(status)) {
      if (request.write || request.create) throw new Errno('EISDIR');
    } else if (request.directory || named.mustBeDirectory) throw new Errno('ENOTDIR');
    if (request.read) this.#check(place, 'read', caller);
    if (!request.write) return;
    this.#check(place, 'write', caller);
    // A device on a read-only mount may still be written to: only its inode may not change.
    if ((status.mode & FileType.mask) === FileType.regular) writable(place);
  }

  #checkDirectoryWrite(directory: Place, caller: Caller): void {
    writable(directory);
    this.#check(directory, 'write', caller);
    this.#check(directory, 'search', caller);
  }

  #checkRemoval(directory: Place, found: Place, caller: Caller): void {
    if (found.mount !== directory.mount) throw new Errno('EBUSY');
    this.#checkDirectoryWrite(directory, caller);
    if (!mayRemove(statusOf(directory, caller), statusOf(found, caller), caller)) throw new Errno('EPERM');
  }

  #check(place: Place, access: Access, caller: Caller): void {
    if (!mayDo(statusOf(place, caller), caller, access)) throw new Errno('EACCES');
  }

  #mountOf(file: OpenFile): Mount {
    const mount = this.#mounts.find(({ id }) => id === file.mountId);
    if (mount === undefined) throw new Errno('EIO');
    return mount;
  }
}

function statusOf(place: Place, caller: Caller = ROOT): FileStatus {
  return place.mount.files.status(place.node, caller);
}

function isRegularAt(place: Place, caller: Caller): boolean {
  return (statusOf(place, caller).mode & FileType.mask) === FileType.regular;
}

/** The place's mount, unless it may not be changed. */
function writable(place: Place): Mount {
  if (place.mount.readOnly) throw new Errno('EROFS');
  return place.mount;
}
