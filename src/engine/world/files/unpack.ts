import { cleanPath } from '../../../support/posix-path.ts';
import { TarError } from '../../../support/tar/tar-error.ts';
import type { TarEntry, TarType } from '../../../support/tar/tar-format.ts';
import { Errno } from '../process/errno.ts';
import { ROOT } from './file-system.ts';
import type { FileSystemView } from './file-system-view.ts';
import { FileType, isDirectory, isLink, makeDevice } from './inode.ts';
import { LONGEST_PATH, type Place } from './path-walk.ts';

export interface UnpackOptions {
  /** The members are a layer: `.wh.` names remove what lies below. */
  readonly layer?: boolean;
  /** A directory may not become something else, nor the other way round. */
  readonly noOverwriteDirNonDir?: boolean;
  /** The destination as errors name it, where that is another view's. */
  readonly shownAs?: string;
  /** Whose everything becomes. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** What aufs kept beside the files; nobody needs it. */
const AUFS_META = '.wh..wh.';
const MOST_LINKS = 40;

/**
 * Unpacks members into a directory of a view, as dockerd unpacks layers and `docker cp`: links inside the view are
 * followed, nothing outside of it is reached. Throws a TarError with dockerd's sentence; what came before stays.
 */
export function unpack(
  view: FileSystemView,
  destination: string,
  entries: Iterable<TarEntry>,
  options: UnpackOptions = {},
): void {
  const unpacking = new Unpacking(view, destination, options);
  for (const entry of entries) unpacking.add(entry);
  unpacking.end();
}

/** The same of members as they come. */
export async function unpackFrom(
  view: FileSystemView,
  destination: string,
  entries: AsyncIterable<TarEntry>,
  options: UnpackOptions = {},
): Promise<void> {
  const unpacking = new Unpacking(view, destination, options);
  for await (const entry of entries) unpacking.add(entry);
  unpacking.end();
}

/** One unpacking's state: which directories get their time back at the end, and what this archive has put where. */
class Unpacking {
  readonly #view: FileSystemView;
  readonly #base: string;
  readonly #options: UnpackOptions;
  readonly #directoryTimes = new Map<string, bigint>();
  readonly #unpacked = new Set<string>();
  readonly #known = new Set<string>();

  constructor(view: FileSystemView, destination: string, options: UnpackOptions) {
    this.#view = view;
    this.#base = destination === '/' ? '' : destination;
    this.#options = options;
  }

  /** Directories get their times once nothing more comes into them. */
  end(): void {
    for (const [path, mtimeNs] of this.#directoryTimes) {
      if (this.#find(path) !== undefined) this.#view.utimes(path, '/', mtimeNs, true, ROOT);
    }
  }

  add(entry: TarEntry): void {
    const name = cleanPath(entry.name).replace(/^\/+/, '') || '.';
    if (name === '..' || name.startsWith('../')) {
      throw new TarError(`invalid entry name ${JSON.stringify(entry.name)}`);
    }
    const path = name === '.' ? this.#base || '/' : `${this.#base}/${name}`;
    const parentName = name.slice(0, Math.max(0, name.lastIndexOf('/'))) || '.';
    this.#attempt(`statat ${parentName}`, () => this.#makeParents(path));
    const base = path.slice(path.lastIndexOf('/') + 1);
    if (this.#options.layer && base.startsWith(WHITEOUT)) {
      this.#whiteout(path, base);
      return;
    }
    this.#put(entry, name, path);
    this.#unpacked.add(path);
  }

  #put(entry: TarEntry, name: string, path: string): void {
    const old = this.#attempt(`statat ${name}`, () => this.#find(path));
    if (old !== undefined) {
      const wasDirectory = isDirectory(old.mount.files.status(old.node, ROOT));
      const isNow = entry.type === 'directory';
      this.#refuseOverwriting(path, wasDirectory, isNow);
      if (wasDirectory && name === '.') {
        if (this.#options.layer) this.#attributes(entry, path);
        return;
      }
      if (!wasDirectory || !isNow) this.#attempt(`RemoveAll ${name}`, () => this.#remove(path));
    }
    if (!(old !== undefined && entry.type === 'directory' && this.#find(path)))
      this.#create(entry, name, path);
    if (entry.brokenBy !== undefined) throw entry.brokenBy;
    this.#attributes(entry, path);
  }

  #create(entry: TarEntry, name: string, path: string): void {
    const view = this.#view;
    const device = makeDevice(entry.major, entry.minor);
    const node = (type: number) => () => view.mknod(path, '/', type | entry.mode, device, ROOT);
    const target = entry.type === 'link' ? this.#target(entry) : '';
    // What dockerd names in an error beside the reason: the call and its arguments, or nothing.
    const makers: Record<TarType, readonly [make: () => void, call?: string]> = {
      directory: [() => view.mkdir(path, '/', entry.mode, ROOT), `mkdirat ${name}`],
      file: [() => this.#file(entry, path), `openat ${name}`],
      symlink: [() => view.symlink(entry.linkName, path, '/', ROOT), `symlinkat ${entry.linkName} ${name}`],
      link: [() => view.link(`${this.#base}/${target}`, path, '/', ROOT), `linkat ${target} ${name}`],
      fifo: [node(FileType.fifo)],
      block: [node(FileType.block)],
      character: [node(FileType.character)],
    };
    const [make, call] = makers[entry.type];
    this.#attempt(call, make);
  }

  #file(entry: TarEntry, path: string): void {
    const request = { write: true, create: true, exclusive: true };
    const file = this.#view.open(path, '/', request, entry.mode, ROOT);
    this.#view.fill(file, entry.data);
    this.#view.close(file);
  }

  /** What a hard link is another name of, within the destination. */
  #target({ linkName }: TarEntry): string {
    const target = cleanPath(linkName).replace(/^\/+/, '');
    if (linkName !== '' && target !== '..' && !target.startsWith('../')) return target;
    throw new TarError(`invalid hardlink target ${JSON.stringify(linkName)}`);
  }

  /** Owner first, since a change of it drops set-id bits; the time last. A hard link shares its target's. */
  #attributes(entry: TarEntry, path: string): void {
    if (entry.type === 'link') return;
    const { uid, gid } = this.#options.owner ?? entry;
    const mtimeNs = boundTime(entry.mtimeNs);
    const place = this.#find(path);
    if (place === undefined) return;
    const { files } = place.mount;
    files.change(place.node, {
      ...(isSome(uid) && { uid: uid >>> 0 }),
      ...(isSome(gid) && { gid: gid >>> 0 }),
    });
    if (entry.type !== 'symlink') files.change(place.node, { mode: entry.mode });
    files.change(place.node, {
      mtimeNs,
      ...(entry.xattrs === undefined ? {} : { xattrs: entry.xattrs }),
    });
    if (entry.type === 'directory') this.#directoryTimes.set(path, mtimeNs);
  }

  #refuseOverwriting(path: string, wasDirectory: boolean, isDirectoryNow: boolean): void {
    if (this.#options.noOverwriteDirNonDir !== true || wasDirectory === isDirectoryNow) return;
    const [was, now] = wasDirectory ? ['directory', 'non-directory'] : ['non-directory', 'directory'];
    const shown = JSON.stringify(path.replace(/^\//, ''));
    const destination = JSON.stringify(this.#options.shownAs ?? (this.#base || '/'));
    throw new TarError(`cannot overwrite ${was} ${shown} with ${now} ${destination}`);
  }

  #whiteout(path: string, base: string): void {
    const directory = path.slice(0, path.lastIndexOf('/')) || '/';
    if (base === OPAQUE) {
      for (const { name } of this.#view.readdir(directory, '/', ROOT)) {
        const child = directory === '/' ? `/${name}` : `${directory}/${name}`;
        if (!this.#unpacked.has(child)) this.#remove(child);
      }
    } else if (!base.startsWith(AUFS_META)) {
      const hidden = `${directory === '/' ? '' : directory}/${base.slice(WHITEOUT.length)}`;
      if (this.#unpacked.has(hidden)) {
        throw new TarError(`failed to mknod('${hidden.slice(1)}', S_IFCHR, 0): file exists`);
      }
      if (this.#find(hidden) !== undefined) this.#remove(hidden);
    }
  }

  /** Directories that no member of the archive made; also where a link on the way points to. */
  #makeParents(path: string): void {
    const parent = path.slice(0, path.lastIndexOf('/')) || '/';
    if (this.#known.has(parent)) return;
    this.#makeDirectories(parent, MOST_LINKS);
    this.#known.add(parent);
  }

  #makeDirectories(path: string, linksLeft: number): void {
    let at = '';
    let isNew = false;
    for (const name of path.split('/').filter(part => part !== '')) {
      const above = at;
      at += `/${name}`;
      if (!isNew && this.#options.layer) this.#uncover(at);
      const place = isNew ? undefined : this.#find(at);
      if (place === undefined) {
        if (!isNew) this.#checkLength(path);
        isNew = true;
        this.#view.mkdir(at, '/', 0o755, ROOT);
      } else if (isLink(place.mount.files.status(place.node, ROOT))) {
        this.#makeTarget(at, above, linksLeft);
      }
    }
  }

  /** What a link points to, where that is not there. */
  #makeTarget(link: string, directory: string, linksLeft: number): void {
    const target = this.#view.readlink(link, '/', ROOT);
    this.#checkTarget(link, target);
    if (this.#exists(link)) return;
    if (linksLeft === 0) throw new Errno('ELOOP');
    const whole = target.startsWith('/') ? this.#base + target : `${directory}/${target}`;
    this.#makeDirectories(cleanPath(whole), linksLeft - 1);
  }

  /** moby/sys/symlink looks at each directory on the way before the first is made. */
  #checkLength(path: string): void {
    const whole = `${this.#options.shownAs ?? ''}${path}`;
    if (whole.length <= LONGEST_PATH) return;
    const tooLong = whole.indexOf('/', LONGEST_PATH + 1);
    throw new TarError(`lstat ${tooLong < 0 ? whole : whole.slice(0, tooLong)}: file name too long`);
  }

  /** A relative link may not lead out of where things are unpacked to, an absolute one begins there (Go's os.Root). */
  #checkTarget(link: string, target: string): void {
    if (target.startsWith('/')) return;
    let depth = link.slice(this.#base.length).split('/').length - 2;
    for (const part of target.split('/')) {
      if (part === '..') depth -= 1;
      else if (part !== '' && part !== '.') depth += 1;
      if (depth < 0) throw new PathEscapes();
    }
  }

  /**
   * overlay2 unpacks a layer beside those below: what lies there and is no directory, a link to one too, is not seen, and
   * covered by a directory (recordings of dockerd in test/engine/images/load.test.ts).
   */
  #uncover(path: string): void {
    const place = this.#unpacked.has(path) ? undefined : this.#find(path);
    if (place !== undefined && !isDirectory(place.mount.files.status(place.node, ROOT))) this.#remove(path);
  }

  /** Links followed. */
  #exists(path: string): boolean {
    try {
      this.#view.resolve(path, '/', true, ROOT);
      return true;
    } catch (error) {
      if (error instanceof Errno && error.code === 'ENOENT') return false;
      throw error;
    }
  }

  #remove(path: string): void {
    this.#known.clear();
    removeTree(this.#view, path);
  }

  #find(path: string): Place | undefined {
    try {
      return this.#view.resolve(path, '/', false, ROOT);
    } catch (error) {
      if (error instanceof Errno && NOT_THERE.has(error.code)) return undefined;
      throw error;
    }
  }

  /** Failures as dockerd words them: the system call with its names, and what Linux says. */
  #attempt<T>(call: string | undefined, act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (error instanceof PathEscapes) throw new TarError(`${call}: path escapes from parent`);
      if (!(error instanceof Errno)) throw error;
      const reason = lowerFirst(error.message);
      const message = call === undefined ? reason : `${call}: ${reason}`;
      throw error.code === 'ENOENT' ? new MissingFileError(message) : new TarError(message);
    }
  }
}

/** Why there is nothing at a path. What cannot be there is told by the call that would make it. */
const NOT_THERE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

class PathEscapes extends Error {}

/** To chown(2) ids have 32 bits, and all of them set mean no change. */
const isSome = (id: number) => id >>> 0 !== 0xffff_ffff;

/** moby pkg/archive/time.go: what 64 bits of nanoseconds since 1970 cannot hold becomes 1970. */
const boundTime = (ns: bigint) => (ns < 0n || BigInt.asIntN(64, ns) !== ns ? 0n : ns);

/** Something that a member needs is not there: the target of a hard link. */
export class MissingFileError extends TarError {}

/** Removes a file or a directory with all that is in it. */
export function removeTree(view: FileSystemView, path: string): void {
  const place = view.resolve(path, '/', false, ROOT);
  if (!isDirectory(place.mount.files.status(place.node, ROOT))) {
    view.unlink(path, '/', ROOT);
    return;
  }
  for (const { name } of view.readdir(path, '/', ROOT))
    removeTree(view, `${path === '/' ? '' : path}/${name}`);
  view.rmdir(path, '/', ROOT);
}

/** Go's texts of error numbers begin with a small letter. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
