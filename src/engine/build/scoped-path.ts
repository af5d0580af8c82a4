import { cleanPath } from '../../support/posix-path.ts';
import { systemError } from '../errors.ts';
import { ROOT } from '../world/files/file-system.ts';
import type { FileSystemView } from '../world/files/file-system-view.ts';
import { isDirectory } from '../world/files/inode.ts';
import type { Place } from '../world/files/path-walk.ts';
import { Errno } from '../world/process/errno.ts';

const MOST_LINKS = 255;

/** dockerd's sentence for a path that leaves the files it is looked for in, before any link. */
export function refuseOutside(path: string): void {
  if (!/^\.\.(\/|$)/.test(cleanPath(path.replace(/^\/+/, '')))) return;
  throw systemError(`forbidden path outside the build context: ${path} ()`);
}

/** What is at a path, links followed; nothing where there is nothing. */
export function find(view: FileSystemView, path: string): Place | undefined {
  try {
    return view.resolve(path, '/', true, ROOT);
  } catch (error) {
    if (error instanceof Errno && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
}

export const isThere = (view: FileSystemView, path: string): boolean => find(view, path) !== undefined;

export function isDirectoryAt(view: FileSystemView, path: string): boolean {
  const place = find(view, path);
  return place !== undefined && isDirectory(place.mount.files.status(place.node, ROOT));
}

/** Where a path leads, all its links followed, whether or not there is something (moby/sys/symlink). */
export function scopedPath(view: FileSystemView, path: string, linksLeft = MOST_LINKS): string {
  let at = '';
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
      continue;
    }
    const target = linkAt(view, `${at}/${name}`);
    if (target === undefined) at = `${at}/${name}`;
    else if (linksLeft === 0) throw new Errno('ELOOP');
    else {
      const next = scopedPath(view, target.startsWith('/') ? target : `${at}/${target}`, linksLeft - 1);
      at = next === '/' ? '' : next;
    }
  }
  return at === '' ? '/' : at;
}

function linkAt(view: FileSystemView, path: string): string | undefined {
  try {
    return view.readlink(path, '/', ROOT);
  } catch (error) {
    if (error instanceof Errno) return undefined;
    throw error;
  }
}

/** Makes a directory and those above it; whose the new ones become. */
export function makeDirectories(
  view: FileSystemView,
  path: string,
  owner: { readonly uid: number; readonly gid: number },
): void {
  let at = '';
  for (const name of path.split('/').filter(part => part !== '')) {
    at += `/${name}`;
    if (isThere(view, at)) continue;
    view.mkdir(at, '/', 0o755, ROOT);
    view.chown(at, '/', owner.uid, owner.gid, false, ROOT);
  }
}
