import { isSpace, splitOnce, trimSpace } from './words.ts';

/** An instruction's name, its `--flags`, and the rest (buildkit parser/split_command.go). */
export function splitCommand(
  line: string,
  escapeToken: string,
): { readonly name: string; readonly flags: string[]; readonly rest: string } {
  const [name, after] = splitOnce(trimSpace(line));
  if (after === undefined) return { name, flags: [], rest: '' };
  const { flags, rest } = takeFlags(after, escapeToken);
  return { name, flags, rest: trimSpace(rest) };
}

/** The words at the start that begin with `--`, their quotes and escapes taken off; `--` alone ends them. */
function takeFlags(line: string, escapeToken: string): { flags: string[]; rest: string } {
  const flags: string[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && isSpace(line[at] as string)) at += 1;
    if (at >= line.length || !line.startsWith('--', at)) return { flags, rest: line.slice(at) };
    const { word, hasQuotes, end } = takeWord(line, at, escapeToken);
    if (word === '--') return { flags, rest: line.slice(end) };
    if (hasQuotes || word !== '') flags.push(word);
    at = end;
  }
}

function takeWord(line: string, start: number, escapeToken: string) {
  let word = '';
  let quote = '';
  let hasQuotes = false;
  let at = start;
  for (; at < line.length; at += 1) {
    let character = line[at] as string;
    if (quote === '') {
      if (isSpace(character)) break;
      if (character === "'" || character === '"') {
        quote = character;
        hasQuotes = true;
        continue;
      }
    } else if (character === quote) {
      quote = '';
      continue;
    }
    if (character === escapeToken) {
      at += 1;
      if (at >= line.length) break;
      character = line[at] as string;
    }
    word += character;
  }
  return { word, hasQuotes, end: Math.min(at, line.length) };
}
