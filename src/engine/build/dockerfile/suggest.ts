/** Farther words are no likely slip (buildkit util/suggest). */
const MOST_EDITS = 2;

/** ` (did you mean RUN?)` where one of the options is close to the word, else nothing. */
export function suggestion(word: string, options: readonly string[], caseSensitive: boolean): string {
  const match = closest(word, options, caseSensitive);
  if (match === undefined) return '';
  const isUpper = !caseSensitive && word !== word.toLowerCase() && word === word.toUpperCase();
  return ` (did you mean ${isUpper ? match.toUpperCase() : match}?)`;
}

/** The option that is closest to the word; nothing where none is close, or the word is one of them. */
export function closest(word: string, options: readonly string[], caseSensitive = true): string | undefined {
  const asked = caseSensitive ? word : word.toLowerCase();
  const known = caseSensitive ? options : options.map(option => option.toLowerCase());
  if (known.includes(asked)) return undefined;
  let best = MOST_EDITS + 1;
  let match: string | undefined;
  for (const option of known) {
    const edits = editDistance(asked, option);
    if (edits < best) {
      best = edits;
      match = option;
    }
  }
  return match;
}

/** Levenshtein's. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j += 1) {
      const replaced = (row[j] as number) + (left[i] === right[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    row = next;
  }
  return row[right.length] as number;
}
