import { type Caller, type FileSystem, type NodeId, unchangeable } from '../../files/file-system.ts';
import { FileType } from '../../files/inode.ts';
import { Errno, type ErrnoCode } from '../errno.ts';

/** One file of a synthetic file system, worked out when somebody looks at it. */
export interface SyntheticFile {
  readonly mode: number;
  readonly content:
    | { readonly kind: 'directory'; readonly names: readonly string[] }
    | { readonly kind: 'file'; readonly text: () => string }
    | { readonly kind: 'link'; readonly target: string };
}

export const directory = (names: Iterable<string>, mode = 0o555): SyntheticFile => ({
  mode,
  content: { kind: 'directory', names: [...names] },
});

export const file = (text: () => string, mode = 0o444): SyntheticFile => ({
  mode,
  content: { kind: 'file', text },
});

export const link = (target: string, mode = 0o777): SyntheticFile => ({
  mode,
  content: { kind: 'link', target },
});

/** What a synthetic file system is made of. Paths begin with a slash; its root is empty. */
export interface SyntheticFiles {
  readonly type: string;
  readonly nowNs: () => bigint;
  readonly find: (path: string, caller: Caller) => SyntheticFile | undefined;
  readonly owner: (path: string) => { readonly uid: number; readonly gid: number };
}

const encoder = new TextEncoder();

const TYPES = { directory: FileType.directory, file: FileType.regular, link: FileType.link } as const;

/** As Linux answers in /proc: root may open for writing what only then turns out to take nothing. */
const refuse = (code: ErrnoCode) => () => {
  throw new Errno(code);
};

/**
 * A file system like /proc: a node is its path, its content is made at each read. What `find` does not find is not
 * there (ENOENT), and nothing takes what is written to it.
 */
export function syntheticFileSystem(files: SyntheticFiles): FileSystem {
  const find = (node: NodeId, caller: Caller): SyntheticFile => {
    const found = files.find(node as string, caller);
    if (found === undefined) throw new Errno('ENOENT');
    return found;
  };
  return {
    ...unchangeable(refuse('EPERM')),
    write: refuse('EIO'),
    create: refuse('ENOENT'),
    truncate: () => {},
    type: files.type,
    root: '',
    status(node, caller) {
      const path = node as string;
      const { mode, content } = find(path, caller);
      const nowNs = files.nowNs();
      const times = { mtimeNs: nowNs, ctimeNs: nowNs };
      const nlink = content.kind === 'directory' ? 2 : 1;
      const common = { ...files.owner(path), ...times, nlink, rdev: 0, size: 0, ino: inodeOf(path) };
      return { ...common, mode: TYPES[content.kind] | mode };
    },
    lookup(parent, name, caller) {
      const path = `${parent}/${name}`;
      return files.find(path, caller) === undefined ? undefined : path;
    },
    parent: node => (node as string).slice(0, Math.max(0, (node as string).lastIndexOf('/'))),
    entries(node, caller) {
      const { content } = find(node, caller);
      if (content.kind !== 'directory') throw new Errno('ENOTDIR');
      return content.names.map(name => [name, `${node}/${name}`] as const);
    },
    readLink(node, caller) {
      const { content } = find(node, caller);
      if (content.kind !== 'link') throw new Errno('EINVAL');
      return content.target;
    },
    read(node, offset, length, caller) {
      const { content } = find(node, caller);
      if (content.kind !== 'file') throw new Errno('EISDIR');
      return encoder.encode(content.text()).subarray(offset, offset + length);
    },
  };
}

/** FNV-1a, so that a file keeps its number. */
function inodeOf(path: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < path.length; at += 1) hash = Math.imul(hash ^ path.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Each directory that the paths imply, with its names. */
export function directoriesOf(paths: readonly string[]): Map<string, string[]> {
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
