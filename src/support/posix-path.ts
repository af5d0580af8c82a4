/** Paths as Go's package path sees them, on every machine. */

export const isAbsolutePath = (path: string): boolean => path.startsWith('/');

/** Go's path.Clean: no `.`, no needless `..`, no double or trailing slash; `.` for an empty path. */
export function cleanPath(path: string): string {
  const absolute = isAbsolutePath(path);
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!absolute) kept.push(part);
  }
  if (absolute) return `/${kept.join('/')}`;
  return kept.length === 0 ? '.' : kept.join('/');
}
