import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';
import { ROOT } from '../world/files/file-system.ts';
import { FileSystemView } from '../world/files/file-system-view.ts';
import { isDirectory } from '../world/files/inode.ts';
import type { Place } from '../world/files/path-walk.ts';
import { holderOf, treeFileSystem } from '../world/files/tree-file-system.ts';
import { Errno } from '../world/process/errno.ts';
import type { Container } from './container.ts';

/** Makes the working directory in the container's own files, whatever will be mounted over it. */
export function prepareWorkingDirectory(engine: Engine, container: Container): void {
  const { WorkingDir: path } = container.config;
  if (path === '') return;
  const view = rootView(engine, container);
  let made = '';
  for (const name of path.split('/').filter(part => part !== '')) {
    made += `/${name}`;
    const place = placeAt(view, made);
    if (place === undefined) view.mkdir(made, '/', 0o755, ROOT);
    else if (!isDirectory(container.root.get(place.node as number))) {
      throw systemError(`Cannot mkdir: ${path} is not a directory`);
    }
  }
}

/** Where `path` leads in the container's own files, if that is a file, which no volume may cover. */
export function fileInRoot(engine: Engine, container: Container, path: string): string | undefined {
  const place = placeAt(rootView(engine, container), path);
  if (place === undefined || isDirectory(container.root.get(place.node as number))) return undefined;
  return place.path;
}

function rootView(engine: Engine, container: Container): FileSystemView {
  return new FileSystemView(treeFileSystem('overlay', holderOf(container.root), () => engine.clock.lastNs()));
}

function placeAt(view: FileSystemView, path: string): Place | undefined {
  try {
    return view.resolve(path, '/', true, ROOT);
  } catch (error) {
    if (error instanceof Errno) return undefined;
    throw error;
  }
}
