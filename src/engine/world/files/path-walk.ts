import { Errno } from '../process/errno.ts';
import type { Caller, FileSystem, NodeId } from './file-system.ts';
import { isDirectory, isLink } from './inode.ts';
import { mayDo } from './permission.ts';

/** One entry of a mount table. */
export interface Mount {
  /** Plain and unique in its view, so that an open file can name its mount. */
  readonly id: number;
  readonly files: FileSystem;
  /** What of the file system is shown: its root, a directory or a single file in it. */
  readonly root: NodeId;
  /** Where, as a clean absolute path. */
  readonly path: string;
  readonly readOnly: boolean;
  /** What /proc/mounts shows as the device. */
  readonly source: string;
  /** Of a tmpfs. */
  readonly space?: MountSpace;
}

/** How a tmpfs was mounted: its options as /proc/mounts shows them, and how much it holds (0: without a limit). */
export interface MountSpace {
  readonly flags: string;
  readonly data: string;
  readonly bytes: number;
}

/** A file that was found: where it is, and under which path (clean, absolute, without links). */
export interface Place {
  readonly mount: Mount;
  readonly node: NodeId;
  readonly path: string;
}

/** A name in a directory, whether or not it exists. */
export interface NamedPlace {
  readonly directory: Place;
  readonly name: string;
  readonly found: Place | undefined;
  /** The path ended in a slash, or in a dot: it has to be a directory. */
  readonly mustBeDirectory: boolean;
}

export interface WalkOptions {
  /** Whether a symbolic link at the end is followed. */
  readonly follow: boolean;
  readonly caller: Caller;
}

/** The mount table, as far as walking needs it. */
export interface MountTable {
  readonly root: Mount;
  /** The topmost mount on exactly this path. */
  mountAt(path: string): Mount | undefined;
}

/** fs/namei.c, MAXSYMLINKS; a name's and a path's greatest length in bytes. */
const MOST_LINKS = 40;
const LONGEST_NAME = 255;
export const LONGEST_PATH = 4095;

/** Walks `path` from `cwd` to its last name. Throws ENOENT, ENOTDIR, EACCES, ELOOP or ENAMETOOLONG, as Linux does. */
export function walk(table: MountTable, path: string, cwd: string, options: WalkOptions): NamedPlace {
  if (path === '') throw new Errno('ENOENT');
  if (path.length > LONGEST_PATH) throw new Errno('ENAMETOOLONG');
  return new Walk(table, options).run(path, cwd);
}

function emptyFromStart(names: readonly string[]): number {
  const first = names.findIndex(name => name !== '');
  return first < 0 ? names.length : first;
}

/** One walk's state. A class since it lives as long as the walk and its parts are many. */
class Walk {
  readonly #table: MountTable;
  readonly #options: WalkOptions;
  #links = 0;

  constructor(table: MountTable, options: WalkOptions) {
    this.#table = table;
    this.#options = options;
  }

  run(path: string, cwd: string): NamedPlace {
    const start = path.startsWith('/') || cwd === '/' ? this.#root() : this.#directory(cwd);
    return this.#from(start, path);
  }

  #from(start: Place, path: string): NamedPlace {
    let at = start;
    // A work list instead of recursion: a link's target is put before what is left.
    const left = path.split('/').reverse();
    // How many of them come from slashes at the end.
    let slashes = emptyFromStart(left);
    let mustBeDirectory = false;
    for (;;) {
      const name = left.pop();
      if (name === undefined) return { directory: at, name: '.', found: at, mustBeDirectory: true };
      const isLast = left.length <= slashes;
      if (name === '' || name === '.') {
        if (isLast) return { directory: at, name: '.', found: at, mustBeDirectory: true };
        continue;
      }
      this.#enter(at);
      if (name === '..') {
        at = this.#up(at);
        continue;
      }
      if (name.length > LONGEST_NAME) throw new Errno('ENAMETOOLONG');
      mustBeDirectory ||= isLast && left.length > 0;
      const found = this.#step(at, name);
      if (found !== undefined && this.#follows(found, isLast, mustBeDirectory)) {
        this.#links += 1;
        if (this.#links > MOST_LINKS) throw new Errno('ELOOP');
        const target = found.mount.files.readLink(found.node, this.#options.caller);
        if (target === '') throw new Errno('ENOENT');
        const names = target.split('/').reverse();
        if (isLast) slashes = left.length + emptyFromStart(names);
        left.push(...names);
        if (target.startsWith('/')) at = this.#root();
        continue;
      }
      if (isLast) return { directory: at, name, found, mustBeDirectory };
      if (found === undefined) throw new Errno('ENOENT');
      at = found;
    }
  }

  #follows(found: Place, isLast: boolean, mustBeDirectory: boolean): boolean {
    if (isLast && !this.#options.follow && !mustBeDirectory) return false;
    return isLink(found.mount.files.status(found.node, this.#options.caller));
  }

  /** Checks that a directory may be searched. */
  #enter(at: Place): void {
    const status = at.mount.files.status(at.node, this.#options.caller);
    if (!isDirectory(status)) throw new Errno('ENOTDIR');
    if (!mayDo(status, this.#options.caller, 'search')) throw new Errno('EACCES');
  }

  #step(at: Place, name: string): Place | undefined {
    const path = at.path === '/' ? `/${name}` : `${at.path}/${name}`;
    const node = at.mount.files.lookup(at.node, name, this.#options.caller);
    const mount = this.#table.mountAt(path);
    if (mount !== undefined) return { mount, node: mount.root, path };
    return node === undefined ? undefined : { mount: at.mount, node, path };
  }

  #up(at: Place): Place {
    if (at.path === '/') return at;
    const path = at.path.slice(0, at.path.lastIndexOf('/')) || '/';
    // Inside one mount the inode knows its parent; leaving one, the way down is walked again.
    if (at.node !== at.mount.root) return { mount: at.mount, node: at.mount.files.parent(at.node), path };
    return this.#directory(path);
  }

  #root(): Place {
    const mount = this.#table.mountAt('/') ?? this.#table.root;
    return { mount, node: mount.root, path: '/' };
  }

  /** A directory by a path that holds no links. */
  #directory(path: string): Place {
    let at = this.#root();
    for (const name of path.split('/')) {
      if (name === '') continue;
      const next = this.#step(at, name);
      if (next === undefined) throw new Errno('ENOENT');
      at = next;
    }
    return at;
  }
}
