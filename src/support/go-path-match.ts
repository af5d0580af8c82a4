import { compileGoRegexp } from './go-regexp.ts';

/** Go's path.Match: `*` and `?` stop at a slash; undefined where the pattern itself is wrong. */
export function goPathMatch(pattern: string, name: string): boolean | undefined {
  const source = sourceOf(pattern);
  // Many stars would take a backtracking matcher for ever.
  return source === undefined ? undefined : compileGoRegexp(`(?s)^${source}\\z`)?.test(name);
}

function sourceOf(pattern: string): string | undefined {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern[index] as string;
    if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '[') {
      const end = classEnd(pattern, index);
      if (end === undefined) return undefined;
      const negated = pattern[index + 1] === '^';
      const members = pattern.slice(index + (negated ? 2 : 1), end);
      source += `[${negated ? '^' : ''}${members.replace(/\\?([^-\\\w])/g, '\\$1')}]`;
      index = end;
    } else if (char === '\\') {
      index += 1;
      if (index === pattern.length) return undefined;
      source += quote(pattern[index] as string);
    } else source += quote(char);
  }
  return source;
}

/** Where a character class closes; nothing for an empty or open one. */
function classEnd(pattern: string, start: number): number | undefined {
  let index = start + (pattern[start + 1] === '^' ? 2 : 1);
  const first = index;
  while (index < pattern.length && (pattern[index] !== ']' || index === first)) {
    index += pattern[index] === '\\' ? 2 : 1;
  }
  return index < pattern.length ? index : undefined;
}

function quote(char: string): string {
  return /[\^$.*+?()[\]{}|\\/]/.test(char) ? `\\${char}` : char;
}
