import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt } from '../attempt.ts';
import { isDirectory } from '../file-mode.ts';
import { hasPattern, patternSource, unescapePattern } from './pattern.ts';

/** The paths that a pattern matches, sorted by bytes; empty where none does. */
export function* expandPaths(pattern: string): Sys<string[]> {
  const parts = pattern.split(/(\/+)/);
  let found: string[] = [''];
  for (const [index, part] of parts.entries()) {
    if (part === '') continue;
    if (part[0] === '/') {
      found = found.map(path => path + part);
      continue;
    }
    const isLast = index === parts.length - 1;
    found = yield* matchLevel(found, part, isLast);
  }
  return found.filter(path => path !== '').sort(compareBytes);
}

function* matchLevel(bases: readonly string[], part: string, isLast: boolean): Sys<string[]> {
  const result: string[] = [];
  if (!hasPattern(part)) {
    const name = unescapePattern(part);
    for (const base of bases) {
      const path = base + name;
      if ((yield* attempt(sys.lstat(path))) !== undefined) result.push(path);
    }
    return result;
  }
  const regex = new RegExp(`^(?:${patternSource(part, true)})$`);
  const showsHidden = part[0] === '.' || part.startsWith('\\.');
  for (const base of bases) {
    const entries = (yield* attempt(sys.readdir(base === '' ? '.' : base))) ?? [];
    const names = entries.map(entry => entry.name);
    const all = showsHidden ? ['.', '..', ...names] : names;
    for (const name of all) {
      if ((name[0] === '.' && !showsHidden) || !regex.test(name)) continue;
      if (!isLast) {
        const entry = yield* attempt(sys.stat(base + name));
        if (!isDirectory(entry)) continue;
      }
      result.push(base + name);
    }
  }
  return result;
}

/** strcmp's order, which the C locale sorts by. */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
