const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' };

/** `&`, `\1`, `\n`, and GNU's case changes `\U \L \u \l \E`. */
export function expandReplacement(text: string, groups: readonly (string | undefined)[]): string {
  let result = '';
  let mode = '';
  let once = '';
  const add = (piece: string) => {
    let shown = mode === 'U' ? piece.toUpperCase() : mode === 'L' ? piece.toLowerCase() : piece;
    if (once !== '' && shown !== '') {
      shown = (once === 'u' ? shown[0]?.toUpperCase() : shown[0]?.toLowerCase()) + shown.slice(1);
      once = '';
    }
    result += shown;
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '&') add(groups[0] ?? '');
    else if (c !== '\\') add(c);
    else {
      const next = text[++i] ?? '';
      if (/\d/.test(next)) add((typeof groups[Number(next)] === 'string' ? groups[Number(next)] : '') ?? '');
      else if (next === 'U' || next === 'L') mode = next;
      else if (next === 'E') mode = '';
      else if (next === 'u' || next === 'l') once = next;
      else add(ESCAPES[next] ?? next);
    }
  }
  return result;
}
