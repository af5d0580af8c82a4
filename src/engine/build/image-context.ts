import type { Engine } from '../engine.ts';
import { type Image, imageTree } from '../images/image.ts';
import { FileSystemView } from '../world/files/file-system-view.ts';
import { FileTree } from '../world/files/file-tree.ts';
import { holderOf, treeFileSystem } from '../world/files/tree-file-system.ts';
import type { BuildContext } from './build-context.ts';
import { hashEntry } from './file-hash.ts';
import { find } from './scoped-path.ts';
import { entryOf } from './tree-entries.ts';

/** An image's files for a step to change: a layer of their own over the image's. */
export function layerOver(
  engine: Engine,
  image: Readonly<Image> | undefined,
): { readonly tree: FileTree; readonly view: FileSystemView } {
  const below = image && imageTree(engine, image);
  const tree = (below ?? FileTree.empty(engine.clock.lastNs())).newLayer();
  const files = treeFileSystem('overlay', holderOf(tree), () => engine.clock.nowNs());
  return { tree, view: new FileSystemView(files) };
}

/** COPY --from: an image's files, each hashed when it is asked for (moby builder/remotecontext/lazycontext.go). */
export function imageContext(engine: Engine, image: Readonly<Image> | undefined): BuildContext {
  const { view } = layerOver(engine, image);
  const hash = (path: string) => {
    if (find(view, `/${path}`) === undefined) return path;
    const entry = entryOf(view, `/${path}`, path);
    // The times of a file from an image are not in it, nor are the names of its owners.
    return hashEntry(entry.type === 'directory' ? { ...entry, name: `${path}/` } : entry);
  };
  return { view, hash };
}
