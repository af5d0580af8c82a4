/** Go's unicode.IsSpace. */
export const isSpace = (character: string): boolean =>
  /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(character);

/** What BuildKit's parser takes for whitespace within a line. */
const BLANKS = /[\t\v\f\r ]+/;

/** Go's strings.TrimSpace. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text[start] as string)) start += 1;
  while (end > start && isSpace(text[end - 1] as string)) end -= 1;
  return text.slice(start, end);
}

/** The first word and the rest behind the blanks; no rest where there are none. */
export function splitOnce(text: string): [first: string, rest?: string] {
  const blanks = BLANKS.exec(text);
  if (blanks === null) return [text];
  return [text.slice(0, blanks.index), text.slice(blanks.index + blanks[0].length)];
}

export const splitBlanks = (text: string): string[] => text.split(BLANKS);

/**
 * Words with their quotes and escapes left in place, which expansion takes off later (moby buildkit
 * frontend/dockerfile/parser/line_parsers.go, parseWords).
 */
export function quotedWords(text: string, escapeToken: string): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  let hasQuotes = false;
  const finish = () => {
    if (hasQuotes || word !== '') words.push(word);
    word = '';
    hasQuotes = false;
  };
  const characters = [...text];
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] as string;
    if (quote === '' && isSpace(character)) {
      finish();
      continue;
    }
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === "'" || character === '"') {
      quote = character;
      hasQuotes = true;
    }
    // Nothing is escaped within single quotes.
    const escapes = character === escapeToken && quote !== "'";
    if (!escapes) word += character;
    else if (index + 1 < characters.length) {
      index += 1;
      word += character + characters[index];
    }
  }
  finish();
  return words;
}
