import type { Container } from '../containers/container.ts';
import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';
import { mergedDirectory } from '../world/files/container-mount.ts';
import { ROOT } from '../world/files/file-system.ts';
import { FileSystemView } from '../world/files/file-system-view.ts';
import { type FileTree, ROOT_INO } from '../world/files/file-tree.ts';
import type { Inode } from '../world/files/inode.ts';
import { treeFileSystem } from '../world/files/tree-file-system.ts';
import { Errno, goText } from '../world/process/errno.ts';

/**
 * Fills a new container's empty volumes with what its image has at their destinations (moby daemon/create_unix.go,
 * populateVolumes). Part of create: what is in the image later, at start, makes no difference.
 */
export function populateVolumes(engine: Engine, container: Readonly<Container>): void {
  for (const { type, name, destination, copyData } of container.mounts) {
    const volume = engine.state.volumes.get(name);
    if (type !== 'volume' || !copyData || volume === undefined) continue;
    const source = placeOf(engine, container, destination);
    if (source === undefined || !volume.tree.entries(ROOT_INO).next().done) continue;
    if (container.root.get(source).entries === undefined) {
      throw systemError(`source ${mergedDirectory(container)}${destination} is not directory`);
    }
    copyDirectory(container.root, source, engine.state.volumes.edit(name).tree, ROOT_INO, new Map());
  }
}

/** What a path leads to inside the container, links followed; nothing where it leads nowhere. */
function placeOf(engine: Engine, container: Readonly<Container>, path: string): number | undefined {
  const tree = container.root;
  const holder = { read: () => tree, edit: () => tree };
  const view = new FileSystemView(treeFileSystem('overlay', holder, () => engine.clock.lastNs()));
  try {
    return Number(view.resolve(path, '/', true, ROOT).node);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    if (error.code === 'ENOENT') return undefined;
    throw systemError(`lstat ${mergedDirectory(container)}${path}: ${goText(error)}`);
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
