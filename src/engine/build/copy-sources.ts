import { compareBytes } from '../../support/go-json/encode.ts';
import { goPathMatch } from '../../support/go-path-match.ts';
import { systemError } from '../errors.ts';
import { ROOT } from '../world/files/file-system.ts';
import type { FileSystemView } from '../world/files/file-system-view.ts';
import { isDirectory } from '../world/files/inode.ts';
import type { BuildContext } from './build-context.ts';
import { hashList } from './file-hash.ts';
import { find, refuseOutside, scopedPath } from './scoped-path.ts';

/** One file or directory to copy. */
export interface CopySource {
  /** As it was asked for, without a slash at its start. */
  readonly path: string;
  readonly hash: string;
}

/** Finds what COPY and ADD are to copy, patterns included (moby builder/dockerfile/copy.go). */
export function copySources(
  context: BuildContext,
  wanted: readonly string[],
  isContext: boolean,
): CopySource[] {
  const sources = wanted.flatMap(path => {
    const relative = path.replace(/^\//, '').replace(/^\.\//, '');
    const paths = hasWildcards(relative) ? matches(context.view, relative) : [relative];
    return paths.map(found => copySource(context, found, isContext));
  });
  if (sources.length === 0) throw systemError('no source files were specified');
  return sources;
}

/** The hash of what is copied: it stands in the history, and the cache goes by it. */
export function hashSources(sources: readonly CopySource[]): string {
  const [only, another] = sources;
  if (only !== undefined && another === undefined) return only.hash;
  return hashList(
    'multi',
    sources.map(({ hash }) => hash),
  );
}

function copySource({ view, hash }: BuildContext, path: string, isContext: boolean): CopySource {
  refuseOutside(path);
  const place = find(view, `/${path}`);
  if (place === undefined) {
    const problem = `stat ${path}: file does not exist`;
    throw systemError(
      isContext ? `file not found in build context or excluded by .dockerignore: ${problem}` : problem,
    );
  }
  if (!isDirectory(place.mount.files.status(place.node, ROOT))) {
    return { path, hash: `file:${hash(place.path.slice(1))}` };
  }
  const hashes = walk(view, place.path).map(below => hash(scopedPath(view, below).slice(1)));
  return { path, hash: hashList('dir', hashes.sort(compareBytes)) };
}

/** All paths from a directory on, itself included, in the order of names; links are not followed. */
export function walk(view: FileSystemView, directory: string): string[] {
  const found = directory === '/' ? [] : [directory];
  const names = view.readdir(directory, '/', ROOT).map(({ name }) => name);
  for (const name of names.sort(compareBytes)) {
    const path = directory === '/' ? `/${name}` : `${directory}/${name}`;
    if (isDirectory(view.stat(path, '/', false, ROOT))) found.push(...walk(view, path));
    else found.push(path);
  }
  return found;
}

function hasWildcards(path: string): boolean {
  return /^(?:[^\\*?[]|\\.)*[*?[]/s.test(path);
}

function matches(view: FileSystemView, pattern: string): string[] {
  const paths = walk(view, '/').map(path => path.slice(1));
  return paths.filter(path => goPathMatch(pattern, path) === true);
}
