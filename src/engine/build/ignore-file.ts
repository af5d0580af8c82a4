import { cleanPath } from '../../support/posix-path.ts';

interface Rule {
  readonly isException: boolean;
  readonly expression: RegExp;
}

/** A .dockerignore's patterns, in their order (moby patternmatcher/ignorefile). */
export function parseIgnoreFile(text: string): string[] {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => {
      const isException = line.startsWith('!');
      const pattern = isException ? line.slice(1).trim() : line;
      if (pattern === '') return isException ? '!' : '';
      const clean = cleanPath(pattern);
      const relative = clean.length > 1 && clean.startsWith('/') ? clean.slice(1) : clean;
      return isException ? `!${relative}` : relative;
    });
}

/** Whether the last pattern that matches a path, or a directory above it, leaves it out. */
export function isIgnored(path: string, patterns: readonly string[]): boolean {
  const names = path.split('/');
  const above = names.map((_, index) => names.slice(0, index + 1).join('/'));
  let ignored = false;
  for (const { isException, expression } of patterns.map(ruleOf)) {
    if (isException === ignored && above.some(prefix => expression.test(prefix))) ignored = !isException;
  }
  return ignored;
}

/** `**` crosses slashes, `*` and `?` do not. */
function ruleOf(pattern: string): Rule {
  const isException = pattern.startsWith('!');
  const text = isException ? pattern.slice(1) : pattern;
  const source = text.replace(/\*\*\/?$|\*\*\/?|\*|\?|\\.|\[[^\]]*\]|./gsu, part => {
    if (part.startsWith('**')) return part.endsWith('/') ? '(?:.*/)?' : '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.startsWith('[') && part.length > 1) return part;
    return part.replace(/^\\/, '').replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  });
  return { isException, expression: new RegExp(`^${source}$`, 's') };
}
