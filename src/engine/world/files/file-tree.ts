import { Errno } from '../process/errno.ts';
import { growTo, writeAt } from './file-data.ts';
import { findIn, flatten, type Generation, generationsAbove } from './generation.ts';
import { type AttributeChange, EMPTY, FileType, type Inode, isDirectory, type NewFile } from './inode.ts';

/** Generations to look through at most; then they are put together. */
const DEEPEST = 8;

export const ROOT_INO = 1;

/**
 * A tree of files with copy-on-write. `fork` copies it and `newLayer` starts a layer over it, both in constant time:
 * the inodes up to now are frozen and shared, and each side keeps what it changes. Inodes are numbered; paths are
 * walked by FileSystemView, never here. Times are handed in. Permissions are not looked at.
 */
export class FileTree {
  #own = new Map<number, Inode | null>();
  #below: Generation | undefined;
  /** Where this layer began; what came later is the layer's change. */
  #origin: Generation | undefined;
  #nextIno = ROOT_INO + 1;
  /** How often an inode is open: it outlives its last name until it is closed. */
  #pins = new Map<number, number>();

  /** An empty tree: a root directory that belongs to root. */
  static empty(nowNs: bigint, mode = 0o755): FileTree {
    const tree = new FileTree();
    const root = newInode(ROOT_INO, { mode: FileType.directory | mode, uid: 0, gid: 0 }, nowNs);
    root.parent = ROOT_INO;
    tree.#own.set(ROOT_INO, root);
    return tree;
  }

  /** All there is to keep of it, for `load`. */
  save() {
    return {
      own: this.#own,
      below: this.#below,
      origin: this.#origin,
      nextIno: this.#nextIno,
      pins: this.#pins,
    };
  }

  static load({ own, below, origin, nextIno, pins }: ReturnType<FileTree['save']>): FileTree {
    const tree = new FileTree();
    tree.#own = own;
    tree.#below = below;
    tree.#origin = origin;
    tree.#nextIno = nextIno;
    tree.#pins = pins;
    return tree;
  }

  /** The inode for reading. */
  find(ino: number): Readonly<Inode> | undefined {
    const own = this.#own.get(ino);
    if (own !== undefined) return own ?? undefined;
    return findIn(this.#below, ino);
  }

  get(ino: number): Readonly<Inode> {
    const inode = this.find(ino);
    if (inode === undefined) throw new Errno('ENOENT');
    return inode;
  }

  lookup(directory: number, name: string): number | undefined {
    return this.#entries(directory).get(name);
  }

  /** A directory's names and inodes, in order of creation. */
  entries(directory: number): IterableIterator<[string, number]> {
    return this.#entries(directory).entries();
  }

  create(directory: number, name: string, file: NewFile, nowNs: bigint): number {
    if (this.lookup(directory, name) !== undefined) throw new Errno('EEXIST');
    const ino = this.#nextIno;
    this.#nextIno += 1;
    const inode = newInode(ino, file, nowNs);
    this.#own.set(ino, inode);
    const parent = this.#editDirectory(directory, nowNs);
    parent.entries.set(name, ino);
    if (isDirectory(inode)) {
      inode.parent = directory;
      parent.nlink += 1;
    }
    return ino;
  }

  /** Gives a file another name (a hard link). */
  link(directory: number, name: string, ino: number, nowNs: bigint): void {
    if (this.lookup(directory, name) !== undefined) throw new Errno('EEXIST');
    if (isDirectory(this.get(ino))) throw new Errno('EPERM');
    this.#editDirectory(directory, nowNs).entries.set(name, ino);
    const inode = this.#edit(ino);
    inode.nlink += 1;
    inode.ctimeNs = nowNs;
  }

  unlink(directory: number, name: string, nowNs: bigint): void {
    const ino = this.#named(directory, name);
    if (isDirectory(this.get(ino))) throw new Errno('EISDIR');
    this.#editDirectory(directory, nowNs).entries.delete(name);
    this.#dropName(ino, nowNs);
  }

  rmdir(directory: number, name: string, nowNs: bigint): void {
    const ino = this.#named(directory, name);
    if (this.#entries(ino).size > 0) throw new Errno('ENOTEMPTY');
    this.#removeDirectory(directory, name, ino, nowNs);
  }

  /** Removes a name and all that is below it. */
  removeAll(directory: number, name: string, nowNs: bigint): void {
    const ino = this.#named(directory, name);
    if (!isDirectory(this.get(ino))) {
      this.unlink(directory, name, nowNs);
      return;
    }
    for (const [child] of [...this.#entries(ino)]) this.removeAll(ino, child, nowNs);
    this.#removeDirectory(directory, name, ino, nowNs);
  }

  rename(fromDirectory: number, fromName: string, toDirectory: number, toName: string, nowNs: bigint): void {
    const ino = this.#named(fromDirectory, fromName);
    const moving = this.get(ino);
    const replaced = this.lookup(toDirectory, toName);
    if (replaced === ino) return;
    if (isDirectory(moving)) {
      for (let above = toDirectory; above !== ROOT_INO; above = this.get(above).parent) {
        if (above === ino) throw new Errno('EINVAL');
      }
    }
    if (replaced !== undefined) {
      const target = this.get(replaced);
      if (isDirectory(moving) && !isDirectory(target)) throw new Errno('ENOTDIR');
      if (!isDirectory(moving) && isDirectory(target)) throw new Errno('EISDIR');
      if (isDirectory(target)) this.rmdir(toDirectory, toName, nowNs);
      else this.unlink(toDirectory, toName, nowNs);
    }
    const from = this.#editDirectory(fromDirectory, nowNs);
    from.entries.delete(fromName);
    const to = this.#editDirectory(toDirectory, nowNs);
    to.entries.set(toName, ino);
    const moved = this.#edit(ino);
    moved.ctimeNs = nowNs;
    if (moved.entries === undefined) return;
    moved.parent = toDirectory;
    from.nlink -= 1;
    to.nlink += 1;
  }

  /** At most `length` bytes from `offset`; fewer at the end. The bytes are the file's own: do not write to them. */
  read(ino: number, offset: number, length: number): Uint8Array {
    const { data, size, entries } = this.get(ino);
    if (entries !== undefined) throw new Errno('EISDIR');
    const end = Math.min(size, offset + length);
    if (offset >= end) return EMPTY;
    if (end <= data.length) return data.subarray(offset, end);
    const bytes = new Uint8Array(end - offset);
    if (offset < data.length) bytes.set(data.subarray(offset));
    return bytes;
  }

  /** Writes at `offset`, or at the end with `append`. Returns where the file ends up after it. */
  write(ino: number, offset: number | 'append', data: Uint8Array, nowNs: bigint): number {
    const inode = this.#edit(ino);
    if (inode.entries !== undefined) throw new Errno('EISDIR');
    const position = offset === 'append' ? inode.size : offset;
    writeAt(inode, position, data);
    inode.mtimeNs = nowNs;
    inode.ctimeNs = nowNs;
    return position + data.length;
  }

  /** Gives a file its whole content without a copy: nobody may write into `data` afterwards. */
  adopt(ino: number, data: Uint8Array, nowNs: bigint): void {
    const inode = this.#edit(ino);
    inode.data = data;
    inode.room = undefined;
    inode.size = data.length;
    inode.mtimeNs = nowNs;
  }

  truncate(ino: number, size: number, nowNs: bigint): void {
    const inode = this.#edit(ino);
    if (inode.entries !== undefined) throw new Errno('EISDIR');
    growTo(inode, size);
    inode.mtimeNs = nowNs;
    inode.ctimeNs = nowNs;
  }

  change(ino: number, change: AttributeChange, nowNs: bigint): void {
    const inode = this.#edit(ino);
    if (change.mode !== undefined) inode.mode = (inode.mode & FileType.mask) | (change.mode & 0o7777);
    if (change.uid !== undefined) inode.uid = change.uid;
    if (change.gid !== undefined) inode.gid = change.gid;
    if (change.mtimeNs !== undefined) inode.mtimeNs = change.mtimeNs;
    if (change.xattrs !== undefined) inode.xattrs = change.xattrs;
    inode.ctimeNs = nowNs;
  }

  /** Keeps an open file's inode though its last name goes away. */
  pin(ino: number): void {
    this.#pins.set(ino, (this.#pins.get(ino) ?? 0) + 1);
  }

  unpin(ino: number): void {
    const left = (this.#pins.get(ino) ?? 1) - 1;
    if (left > 0) {
      this.#pins.set(ino, left);
      return;
    }
    this.#pins.delete(ino);
    if (this.find(ino)?.nlink === 0) this.#own.set(ino, null);
  }

  /** A tree of its own with the same content, in the same layer. */
  fork(): FileTree {
    const copy = new FileTree();
    copy.#below = this.#freeze();
    copy.#origin = this.#origin;
    copy.#nextIno = this.#nextIno;
    copy.#pins = new Map(this.#pins);
    return copy;
  }

  /** A tree of its own with the same content, whose changes count from here: a container over its image. */
  newLayer(): FileTree {
    const layer = new FileTree();
    const below = this.#freeze();
    layer.#below = (below?.depth ?? 0) > DEEPEST ? flatten(below, undefined) : below;
    layer.#origin = layer.#below;
    layer.#nextIno = this.#nextIno;
    return layer;
  }

  /** The tree as it was before this layer's changes. */
  origin(): FileTree {
    const tree = new FileTree();
    tree.#below = this.#origin;
    tree.#origin = this.#origin;
    tree.#nextIno = this.#nextIno;
    return tree;
  }

  /** The inodes that this layer made or changed. */
  *changed(): IterableIterator<Readonly<Inode>> {
    const seen = new Set<number>();
    for (const inodes of [this.#own, ...generationsAbove(this.#below, this.#origin)]) {
      for (const [ino, inode] of inodes) {
        if (seen.has(ino)) continue;
        seen.add(ino);
        if (inode !== null) yield inode;
      }
    }
  }

  /** Whether this layer made or changed the inode itself (not what lies below a directory). */
  hasChanged(ino: number): boolean {
    if (this.#own.has(ino)) return true;
    for (const inodes of generationsAbove(this.#below, this.#origin)) if (inodes.has(ino)) return true;
    return false;
  }

  #freeze(): Generation | undefined {
    if (this.#own.size > 0) {
      const depth = (this.#below?.depth ?? 0) + 1;
      this.#below = { inodes: this.#own, below: this.#below, depth };
      this.#own = new Map();
    }
    const above = (this.#below?.depth ?? 0) - (this.#origin?.depth ?? 0);
    if (above > DEEPEST) this.#below = flatten(this.#below, this.#origin);
    return this.#below;
  }

  #entries(directory: number): ReadonlyMap<string, number> {
    const { entries } = this.get(directory);
    if (entries === undefined) throw new Errno('ENOTDIR');
    return entries;
  }

  #named(directory: number, name: string): number {
    const ino = this.lookup(directory, name);
    if (ino === undefined) throw new Errno('ENOENT');
    return ino;
  }

  #edit(ino: number): Inode {
    const own = this.#own.get(ino);
    if (own !== undefined && own !== null) return own;
    const inode = this.get(ino);
    const copy: Inode = { ...inode, entries: inode.entries && new Map(inode.entries) };
    this.#own.set(ino, copy);
    return copy;
  }

  #editDirectory(ino: number, nowNs: bigint): Inode & { entries: Map<string, number> } {
    const inode = this.#edit(ino);
    if (inode.entries === undefined) throw new Errno('ENOTDIR');
    inode.mtimeNs = nowNs;
    inode.ctimeNs = nowNs;
    return inode as Inode & { entries: Map<string, number> };
  }

  #dropName(ino: number, nowNs: bigint): void {
    const inode = this.#edit(ino);
    inode.nlink -= 1;
    inode.ctimeNs = nowNs;
    if (inode.nlink === 0 && !this.#pins.has(ino)) this.#own.set(ino, null);
  }

  #removeDirectory(directory: number, name: string, ino: number, nowNs: bigint): void {
    const parent = this.#editDirectory(directory, nowNs);
    parent.entries.delete(name);
    parent.nlink -= 1;
    if (this.#pins.has(ino)) this.#edit(ino).nlink = 0;
    else this.#own.set(ino, null);
  }
}

/** st_size: directories show one block, as ext4 and overlay do. */
export function statusSize(inode: Readonly<Inode>): number {
  return inode.entries === undefined ? sizeOf(inode) : 4096;
}

function sizeOf(inode: Readonly<Inode>): number {
  if (inode.target !== undefined) return new TextEncoder().encode(inode.target).length;
  return inode.size;
}

function newInode(ino: number, file: NewFile, nowNs: bigint): Inode {
  const directory = isDirectory(file);
  return {
    ino,
    mode: file.mode,
    uid: file.uid,
    gid: file.gid,
    mtimeNs: nowNs,
    ctimeNs: nowNs,
    nlink: directory ? 2 : 1,
    rdev: file.rdev ?? 0,
    size: 0,
    entries: directory ? new Map() : undefined,
    parent: 0,
    data: EMPTY,
    room: undefined,
    target: file.target,
    xattrs: undefined,
  };
}
