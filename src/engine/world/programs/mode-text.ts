/**
 * A file mode from chmod's words: octal, or `u+x,g-w,o=r`, `a+X`, `u=g`. Undefined where it is neither.
 * `umask` takes its share where nobody is named.
 */
export function parseMode(
  text: string,
  old: number,
  umask: number,
  isDirectory: boolean,
): number | undefined {
  if (/^[0-7]{1,5}$/.test(text)) return Number.parseInt(text, 8) & 0o7777;
  let mode = old & 0o7777;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause);
    if (!match) return undefined;
    const who = match[1] ?? '';
    for (const action of (match[2] ?? '').matchAll(/([-+=])([rwxXst]*|[ugo])(?=[-+=]|$)/g)) {
      mode = applyAction(mode, who, action[1] ?? '', action[2] ?? '', umask, isDirectory);
    }
  }
  return mode;
}

const SHARE: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };

function applyAction(
  mode: number,
  who: string,
  operator: string,
  permissions: string,
  umask: number,
  isDirectory: boolean,
): number {
  const whom = who === '' || who.includes('a') ? 'ugo' : who;
  let bits = 0;
  let cleared = 0;
  for (const each of whom) {
    const shift = SHARE[each] ?? 0;
    const triple = tripleOf(permissions, mode, isDirectory);
    bits |= triple << shift;
    cleared |= 7 << shift;
    if (permissions.includes('s') && each !== 'o') bits |= each === 'u' ? 0o4000 : 0o2000;
    if (each === 'u') cleared |= 0o4000;
    if (each === 'g') cleared |= 0o2000;
  }
  if (permissions.includes('t')) bits |= 0o1000;
  if (who === '') bits &= ~umask;
  if (operator === '+') return mode | bits;
  if (operator === '-') return mode & ~bits;
  return (mode & ~cleared) | bits;
}

function tripleOf(permissions: string, mode: number, isDirectory: boolean): number {
  const copied = SHARE[permissions];
  if (copied !== undefined) return (mode >> copied) & 7;
  let triple = 0;
  if (permissions.includes('r')) triple |= 4;
  if (permissions.includes('w')) triple |= 2;
  if (permissions.includes('x')) triple |= 1;
  if (permissions.includes('X') && (isDirectory || mode & 0o111)) triple |= 1;
  return triple;
}
