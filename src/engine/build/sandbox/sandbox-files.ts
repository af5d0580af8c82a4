import type { Engine } from '../../engine.ts';
import { systemError } from '../../errors.ts';
import { exists } from '../../world/files/container-mount.ts';
import { devptsTree, devTree, tmpfsTree } from '../../world/files/container-trees.ts';
import { type FileSystem, type NodeId, ROOT } from '../../world/files/file-system.ts';
import { FileSystemView } from '../../world/files/file-system-view.ts';
import type { FileTree } from '../../world/files/file-tree.ts';
import { FileType, isDirectory } from '../../world/files/inode.ts';
import { type TreeHolder, treeFileSystem } from '../../world/files/tree-file-system.ts';
import { Errno, goText } from '../../world/process/errno.ts';
import type { Sandbox } from './sandbox.ts';

const SYSTEM_MOUNTS = ['/dev', '/dev/pts', '/dev/mqueue', '/dev/shm'];

/** What runc mounts in every container, beside /proc and /sys, which the kernel mounts. */
export function systemTrees(nowNs: bigint): Map<string, FileTree> {
  return new Map([
    ['/dev', devTree(nowNs, false)],
    ['/dev/pts', devptsTree(nowNs, false)],
    ['/dev/mqueue', tmpfsTree(nowNs)],
    ['/dev/shm', tmpfsTree(nowNs)],
  ]);
}

/** A sandbox's files as its processes see them. */
export function openSandboxFiles(engine: Engine, id: string): FileSystemView {
  return assemble(engine, id);
}

/** What was made for mounts and is taken away after them (buildkit executor, MountStubsCleaner). */
export type Stubs = readonly string[];

/**
 * Makes what mounts need to lie on. The directories that runc itself wants stay behind, as they do in dockerd's
 * layers; those for other mounts and for /etc are given back.
 */
export function makeStubs(engine: Engine, id: string): Stubs {
  const root = rootView(engine, id);
  for (const path of ['/dev', '/proc', '/sys']) if (!exists(root, path)) root.mkdir(path, '/', 0o755, ROOT);
  const stubs: string[] = [];
  assemble(engine, id, stubs);
  return stubs;
}

/** Takes away those that are still as they were made. */
export function removeStubs(engine: Engine, id: string, stubs: Stubs): void {
  const view = rootView(engine, id);
  for (const path of [...stubs].reverse()) {
    try {
      const status = view.stat(path, '/', false, ROOT);
      if (isDirectory(status)) view.rmdir(path, '/', ROOT);
      else if (status.size === 0) view.unlink(path, '/', ROOT);
    } catch (error) {
      if (!(error instanceof Errno)) throw error;
    }
  }
}

function rootView(engine: Engine, id: string): FileSystemView {
  const holder: TreeHolder = {
    read: () => (engine.state.sandboxes.get(id) as Readonly<Sandbox>).root,
    edit: () => engine.state.sandboxes.edit(id).root,
  };
  return new FileSystemView(treeFileSystem('overlay', holder, () => engine.clock.nowNs()));
}

/** Puts the mounts together; with `stubs`, what they lie on is made where it is missing, and noted. */
function assemble(engine: Engine, id: string, stubs?: string[]): FileSystemView {
  const { mounts } = engine.state.sandboxes.get(id) as Readonly<Sandbox>;
  const view = rootView(engine, id);
  const nowNs = () => engine.clock.nowNs();
  for (const path of SYSTEM_MOUNTS) {
    const files = treeFileSystem('tmpfs', treeHolder(engine, id, path), nowNs);
    view.mount({ files, path, source: path === '/dev/pts' ? 'devpts' : 'tmpfs' });
  }
  for (const { from, source, target, readOnly } of mounts) {
    const holder = 'tree' in from ? treeHolder(engine, id, from.tree) : recordHolder(engine, from.recordId);
    const files = treeFileSystem('overlay', holder, nowNs);
    const root = nodeAt(files, source);
    if (stubs !== undefined) makePath(view, target, !isDirectory(files.status(root, ROOT)), stubs);
    const { path } = view.resolve(target, '/', true, ROOT);
    view.mount({ files, path, root, readOnly });
  }
  return view;
}

function nodeAt(files: FileSystem, path: string): NodeId {
  return new FileSystemView(files).resolve(path, '/', true, ROOT).node;
}

function treeHolder(engine: Engine, id: string, key: string): TreeHolder {
  const found = (sandbox: Readonly<Sandbox> | undefined) => {
    const tree = sandbox?.trees.get(key);
    if (tree === undefined) throw new Errno('EIO');
    return tree;
  };
  return {
    read: () => found(engine.state.sandboxes.get(id)),
    edit: () => found(engine.state.sandboxes.edit(id)),
  };
}

function recordHolder(engine: Engine, id: string): TreeHolder {
  const { records } = engine.state.buildCache;
  return {
    read: () => (records.get(id) as { tree: FileTree }).tree,
    edit: () => engine.state.buildCache.records.edit(id).tree,
  };
}

function makePath(view: FileSystemView, path: string, isFile: boolean, made: string[]): void {
  const names = path.split('/').filter(name => name !== '');
  let at = '';
  try {
    for (const [index, name] of names.entries()) {
      at += `/${name}`;
      if (exists(view, at)) continue;
      if (isFile && index === names.length - 1) {
        view.close(view.open(at, '/', { write: true, create: true }, FileType.regular | 0o644, ROOT));
      } else view.mkdir(at, '/', 0o755, ROOT);
      made.push(at);
    }
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    throw systemError(`failed to create mount point ${path}: ${goText(error)}`);
  }
}
