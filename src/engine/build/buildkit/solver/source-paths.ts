import { goPathMatch } from '../../../../support/go-path-match.ts';
import { ROOT } from '../../../world/files/file-system.ts';
import type { FileSystemView } from '../../../world/files/file-system-view.ts';
import { isDirectory } from '../../../world/files/inode.ts';
import { Errno } from '../../../world/process/errno.ts';
import { scopedPath } from '../../scoped-path.ts';
import type { CopyFiles } from './operation.ts';

/** The paths that COPY's source stands for: itself, or what its pattern matches, in the order of names. */
export function sourcesOf(view: FileSystemView, { source, isPattern }: CopyFiles): string[] {
  const names = source.split('/').filter(name => name !== '');
  const first = isPattern ? names.findIndex(hasWildcards) : -1;
  if (first < 0) return [source];
  const base = scopedPath(view, `/${names.slice(0, first).join('/')}`);
  return matches(view, base, names.slice(first));
}

/** Go's filepath.Match knows no pattern that crosses a slash: each name has its own. */
function matches(view: FileSystemView, directory: string, [pattern, ...rest]: readonly string[]): string[] {
  if (pattern === undefined) return [directory];
  return namesIn(view, directory)
    .filter(name => goPathMatch(pattern, name) === true)
    .flatMap(name => {
      const path = `${directory === '/' ? '' : directory}/${name}`;
      return matches(view, path, rest);
    });
}

function namesIn(view: FileSystemView, path: string): string[] {
  try {
    // A walk goes through no link.
    if (!isDirectory(view.stat(path, '/', false, ROOT))) return [];
    return view
      .readdir(path, '/', ROOT)
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (error instanceof Errno) return [];
    throw error;
  }
}

function hasWildcards(name: string): boolean {
  return /^(?:[^\\*?[]|\\.)*[*?[]/s.test(name);
}
