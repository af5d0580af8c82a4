import type { Container } from '../containers/container.ts';
import type { Engine } from '../engine.ts';
import { ROOT } from '../world/files/file-system.ts';
import { FileSystemView } from '../world/files/file-system-view.ts';
import { type FileTree, ROOT_INO } from '../world/files/file-tree.ts';
import type { Inode } from '../world/files/inode.ts';
import { treeFileSystem } from '../world/files/tree-file-system.ts';
import { Errno } from '../world/process/errno.ts';

/**
 * Fills a new container's empty volumes with what its image has at their destinations (moby daemon/create_unix.go,
 * populateVolumes). Part of create: what is in the image later, at start, makes no difference.
 */
export function populateVolumes(engine: Engine, container: Readonly<Container>): void {
  for (const { type, name, destination, copyData } of container.mounts) {
    const volume = engine.state.volumes.get(name);
    if (type !== 'volume' || !copyData || volume === undefined) continue;
    if (!volume.tree.entries(ROOT_INO).next().done) continue;
    const source = directoryAt(engine, container.root, destination);
    if (source === undefined) continue;
    copyDirectory(container.root, source, engine.state.volumes.edit(name).tree, ROOT_INO, new Map());
  }
}

/** The directory that a path leads to inside a tree, links followed. */
function directoryAt(engine: Engine, tree: FileTree, path: string): number | undefined {
  const holder = { read: () => tree, edit: () => tree };
  const view = new FileSystemView(treeFileSystem('overlay', holder, () => engine.clock.lastNs()));
  try {
    const node = Number(view.resolve(path, '/', true, ROOT).node);
    return tree.get(node).entries === undefined ? undefined : node;
  } catch (error) {
    if (error instanceof Errno) return undefined;
    throw error;
  }
}

/** `linked` keeps hard links together: the copy's inode by the source's. */
function copyDirectory(
  from: FileTree,
  source: number,
  to: FileTree,
  target: number,
  linked: Map<number, number>,
): void {
  for (const [name, ino] of from.entries(source)) {
    const inode = from.get(ino);
    const already = linked.get(ino);
    if (already !== undefined) {
      to.link(target, name, already, inode.ctimeNs);
      continue;
    }
    const { mode, uid, gid, rdev, target: linkTarget } = inode;
    const file = { mode, uid, gid, rdev, ...(linkTarget !== undefined && { target: linkTarget }) };
    const copy = to.create(target, name, file, inode.mtimeNs);
    if (inode.nlink > 1 && inode.entries === undefined) linked.set(ino, copy);
    if (inode.entries !== undefined) copyDirectory(from, ino, to, copy, linked);
    else if (inode.size > 0) to.write(copy, 0, from.read(ino, 0, inode.size), inode.mtimeNs);
    copyAttributes(inode, to, copy);
  }
  copyAttributes(from.get(source), to, target);
}

function copyAttributes(
  { mode, uid, gid, mtimeNs, ctimeNs, xattrs }: Readonly<Inode>,
  to: FileTree,
  ino: number,
) {
  to.change(ino, { mode, uid, gid, mtimeNs, ...(xattrs !== undefined && { xattrs }) }, ctimeNs);
}
