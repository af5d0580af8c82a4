const isDigit = (character: string | undefined) => character !== undefined && /[0-9]/.test(character);

/**
 * The order of `sort -V` and `ls -v`, as strverscmp(3) has it: numbers in names count as numbers, `a9` before `a10`;
 * those that begin with a zero count as what stands behind a decimal point, `a09` before `a1`.
 */
export function compareVersions(a: string, b: string): number {
  let at = 0;
  /** Where the digits begin that both have right before the place where they part. */
  let digits = 0;
  for (; at < a.length && a[at] === b[at]; at += 1) if (!isDigit(a[at])) digits = at + 1;
  if (at === a.length && at === b.length) return 0;
  const isNumber = (text: string) => /[1-9]/.test(text[digits] ?? '');
  if (isNumber(a) && isNumber(b)) {
    const longer = digitsFrom(a, at) - digitsFrom(b, at);
    if (longer !== 0) return longer;
  } else if (digits < at && /^0+$/.test(a.slice(digits, at)) && isDigit(a[at]) !== isDigit(b[at])) {
    return isDigit(a[at]) ? -1 : 1;
  }
  return (a.charCodeAt(at) || 0) - (b.charCodeAt(at) || 0);
}

function digitsFrom(text: string, at: number): number {
  let end = at;
  while (isDigit(text[end])) end += 1;
  return end - at;
}
