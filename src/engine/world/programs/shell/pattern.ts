/*
 * Shell patterns (`*`, `?`, `[...]`) as regular expressions. A backslash makes the next character literal; quoted text
 * arrives here with every special character escaped that way.
 */

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: '0-9A-Za-z',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\r\\f\\v',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
};

/** The ranges of a named class such as `alpha`, for inside a regular expression's brackets. */
export function characterClass(name: string): string | undefined {
  return CLASSES[name];
}

export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]!^-]/g, '\\$&');
}

export function hasPattern(text: string): boolean {
  return /(?<!\\)(?:\\\\)*[*?[]/.test(text);
}

export function unescapePattern(text: string): string {
  return text.replace(/\\([\s\S])/g, '$1');
}

/** The pattern as the source of a regular expression. `path`: `*`, `?` and brackets do not match a slash. */
export function patternSource(pattern: string, path = false): string {
  const any = path ? '[^/]' : '[\\s\\S]';
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] as string;
    if (c === '*') source += `${any}*`;
    else if (c === '?') source += any;
    else if (c === '[') {
      const bracket = readBracket(pattern, i);
      if (bracket) {
        source += bracket.source;
        i = bracket.end;
      } else source += '\\[';
    } else if (c === '\\' && i + 1 < pattern.length) source += literal(pattern[++i] as string);
    else source += literal(c);
  }
  return source;
}

export function matchesPattern(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${patternSource(pattern)})$`).test(text);
}

function literal(c: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(c) ? `\\${c}` : c;
}

/** Reads `[...]` at `start`; undefined where no bracket closes it. */
function readBracket(pattern: string, start: number): { source: string; end: number } | undefined {
  let i = start + 1;
  let negated = false;
  if (pattern[i] === '!' || pattern[i] === '^') {
    negated = true;
    i++;
  }
  let ranges = '';
  for (let first = true; ; first = false) {
    const c = pattern[i];
    if (c === undefined) return undefined;
    if (c === ']' && !first) break;
    const named = /^\[:([a-z]+):\]/.exec(pattern.slice(i, i + 12));
    if (named) {
      ranges += CLASSES[named[1] ?? ''] ?? '';
      i += named[0].length;
      continue;
    }
    if (c === '-' && ranges !== '' && pattern[i + 1] !== ']') ranges += '-';
    else if (c === '\\' && i + 1 < pattern.length) ranges += literal(pattern[++i] as string);
    else ranges += literal(c);
    i++;
  }
  const source = ranges === '' ? (negated ? '[\\s\\S]' : '(?!)') : `[${negated ? '^' : ''}${ranges}]`;
  return { source, end: i };
}
