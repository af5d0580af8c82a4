/** A shell's pattern (`*`, `?`, no classes) as a regular expression (buildkit shell/lex.go). */
export function patternOf(
  pattern: string,
  { greedy, anchored, flags }: { greedy: boolean; anchored: boolean; flags: string },
): RegExp {
  const characters = [...pattern];
  let source = anchored ? '^' : '';
  for (let index = 0; index < characters.length; index += 1) {
    let character = characters[index] as string;
    if (character === '*') {
      source += greedy ? '.*' : '.*?';
      continue;
    }
    if (character === '?') {
      source += '.';
      continue;
    }
    if (character === '\\') {
      const next = characters[index + 1] ?? '';
      // These must be escaped to stand in a substitution; the pattern does not see it.
      if (next === '}' || next === '/') continue;
      if (next === '' || !'*?\\'.includes(next)) {
        throw new Error(`invalid pattern (${pattern}) in substitution: invalid escapeToken '\\${next}'`);
      }
      index += 1;
      character = next;
    }
    source += character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }
  return new RegExp(source, flags);
}

/** `${name#pattern}` */
export function trimPrefix(value: string, pattern: string, greedy: boolean): string {
  return value.replace(patternOf(pattern, { greedy, anchored: true, flags: 'u' }), '');
}

/** `${name%pattern}`: both turned round, since a regular expression finds no shortest match at the end. */
export function trimSuffix(value: string, pattern: string, greedy: boolean): string {
  return reverse(trimPrefix(reverse(value), reversePattern(pattern), greedy));
}

const reverse = (text: string): string => [...text].reverse().join('');

function reversePattern(pattern: string): string {
  return (pattern.match(/\\.|./gsu) ?? []).reverse().join('');
}
