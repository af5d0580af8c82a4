import { invalidParameter } from '../../../errors.ts';

const CLAUSE = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/;
const OPERATION = /([-+=])([rwxXst]*|[ugo])/g;

/** COPY's `--chmod`: octal, or as chmod(1) has it. Throws BuildKit's sentences. */
export function checkMode(text: string): void {
  if (/^\d+$/.test(text)) {
    if (/^[0-7]+$/.test(text) && Number.parseInt(text, 8) <= 0o7777) return;
    throw invalidParameter(
      `invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`,
    );
  }
  if (!text.split(',').every(clause => CLAUSE.test(clause))) throw invalidParameter('invalid syntax');
}

/** The permission bits that a mode makes of others; no umask counts. */
export function applyMode(text: string, mode: number, isDirectory: boolean): number {
  if (/^\d+$/.test(text)) return Number.parseInt(text, 8);
  return text.split(',').reduce((bits, clause) => applyClause(clause, bits, isDirectory), mode);
}

const SHIFTS = { u: 6, g: 3, o: 0 } as const;
type Who = keyof typeof SHIFTS;

function applyClause(clause: string, mode: number, isDirectory: boolean): number {
  const [, who = '', operations = ''] = CLAUSE.exec(clause) ?? [];
  const all: Who[] = ['u', 'g', 'o'];
  const whom = who === '' || who.includes('a') ? all : all.filter(each => who.includes(each));
  let bits = mode;
  for (const [, operator, what = ''] of operations.matchAll(OPERATION)) {
    let set = 0;
    let touched = 0;
    for (const each of whom) {
      set |= permissionsOf(what, bits, isDirectory) << SHIFTS[each];
      touched |= 0o7 << SHIFTS[each];
    }
    set |= specialBits(what, whom, who);
    if (operator === '+') bits |= set;
    else if (operator === '-') bits &= ~set;
    else bits = (bits & ~touched) | set;
  }
  return bits;
}

/** `X` is for directories, and for files that somebody may execute. */
function permissionsOf(what: string, mode: number, isDirectory: boolean): number {
  if (what === 'u' || what === 'g' || what === 'o') return (mode >> SHIFTS[what]) & 0o7;
  const executes = what.includes('x') || (what.includes('X') && (isDirectory || (mode & 0o111) !== 0));
  return (what.includes('r') ? 4 : 0) | (what.includes('w') ? 2 : 0) | (executes ? 1 : 0);
}

function specialBits(what: string, whom: readonly Who[], who: string): number {
  let bits = 0;
  if (what.includes('s')) bits |= (whom.includes('u') ? 0o4000 : 0) | (whom.includes('g') ? 0o2000 : 0);
  if (what.includes('t') && (who === '' || who.includes('a') || who.includes('o'))) bits |= 0o1000;
  return bits;
}
