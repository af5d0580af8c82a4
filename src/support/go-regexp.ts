/** A regular expression in Go's syntax, where that differs and clients use it; undefined for what is none. */
export function compileGoRegexp(text: string): RegExp | undefined {
  const flags = /^\(\?([ims]+)\)/.exec(text);
  const source = text
    .slice(flags?.[0].length ?? 0)
    .replaceAll('(?P<', '(?<')
    .replace(/\\(.)/gs, (escaped, character: string) => escapeOf(character) ?? escaped);
  try {
    return new RegExp(source, `u${flags?.[1] ?? ''}`);
  } catch {
    return undefined;
  }
}

/** Go takes a backslash before any sign; JavaScript, only before those that mean something. */
function escapeOf(character: string): string | undefined {
  if (character === 'z') return '$';
  return /[!-/:-@[-`{-~]/.test(character) ? `\\x${character.charCodeAt(0).toString(16)}` : undefined;
}
