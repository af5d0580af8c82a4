import { type FileTree, statusSize } from './file-tree.ts';
import { type Inode, isDirectory } from './inode.ts';

/** Bytes of the files a layer made or changed, as overlay2 counts its upper directory (moby pkg/directory). */
export function layerSize(tree: FileTree): number {
  const before = tree.origin();
  let size = 0;
  for (const inode of tree.changed()) {
    if (inode.nlink === 0 || isDirectory(inode)) continue;
    // overlay2 copies no file up because one of its names went away.
    if (!differInLinksOnly(inode, before.find(inode.ino))) size += statusSize(inode);
  }
  return size;
}

function differInLinksOnly(inode: Readonly<Inode>, before: Readonly<Inode> | undefined): boolean {
  return (
    before !== undefined &&
    inode.mode === before.mode &&
    inode.uid === before.uid &&
    inode.gid === before.gid &&
    inode.mtimeNs === before.mtimeNs &&
    inode.size === before.size &&
    inode.data === before.data &&
    inode.xattrs === before.xattrs
  );
}
