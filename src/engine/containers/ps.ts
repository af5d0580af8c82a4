import { ownEntry } from '../../support/own-entry.ts';
import { NotSimulatedError, systemError } from '../errors.ts';
import type { ProcessInfo } from '../world/process/system-call.ts';

/** One line of ps, as its columns see it. */
interface Row {
  readonly process: ProcessInfo;
  readonly nowNs: bigint;
}

interface Column {
  readonly title: string;
  readonly value: (row: Row) => string;
}

/** Debian's users by number: the host's ps does not know the container's. */
const hostUsers = new Map([
  [0, 'root'],
  [1, 'daemon'],
  [2, 'bin'],
  [3, 'sys'],
  [5, 'games'],
  [6, 'man'],
  [8, 'mail'],
  [33, 'www-data'],
  [65534, 'nobody'],
]);
const hostGroups = new Map([...hostUsers, [65534, 'nogroup']] as Array<[number, string]>);

const DAY_NS = 86_400_000_000_000n;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const user = ({ process }: Row) => hostUsers.get(process.uid) ?? String(process.uid);
const group = ({ process }: Row) => hostGroups.get(process.gid) ?? String(process.gid);
const commandLine = ({ process }: Row) => process.argv.join(' ') || `[${process.name}] <defunct>`;
const commandName = ({ process }: Row) => process.name + (process.state === 'Z' ? ' <defunct>' : '');
const isoTime = (ns: bigint) => new Date(Number(ns / 1_000_000n)).toISOString();

/** `16:13` for a day, then `Nov23`. */
function startTime({ process, nowNs }: Row): string {
  const text = isoTime(process.startedAtNs);
  if (nowNs - process.startedAtNs < DAY_NS) return text.slice(11, 16);
  return `${MONTHS[Number(text.slice(5, 7)) - 1]}${text.slice(8, 10)}`;
}

/** `[[dd-]hh:]mm:ss` */
function elapsed({ process, nowNs }: Row): string {
  const seconds = Number((nowNs - process.startedAtNs) / 1_000_000_000n);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const clock = `${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (seconds < 3600) return clock;
  const withHours = `${two((seconds / 3600) % 24)}:${clock}`;
  return seconds < 86_400 ? withHours : `${two(seconds / 86_400)}-${withHours}`;
}

const column = (title: string, value: (row: Row) => string): Column => ({ title, value });
const number = (title: string, key: 'pid' | 'ppid' | 'pgid' | 'sid' | 'uid' | 'gid') =>
  column(title, ({ process }) => String(process[key]));
/** What the simulated kernel does not count: time, memory. Sizes are what a small static program has, in KiB. */
const fixed = (title: string, value: string) => column(title, () => value);

/** The host has no name for a container's terminal, so that ps shows none. */
const TTY = fixed('TTY', '?');
const STAT = column('STAT', ({ process }) => process.state + (process.pid === process.sid ? 's' : ''));

/** By the names that ps -o knows. */
const columns: Record<string, Column> = {
  pid: number('PID', 'pid'),
  ppid: number('PPID', 'ppid'),
  pgid: number('PGID', 'pgid'),
  sid: number('SID', 'sid'),
  sess: number('SESS', 'sid'),
  uid: number('UID', 'uid'),
  gid: number('GID', 'gid'),
  user: column('USER', user),
  euser: column('EUSER', user),
  uname: column('USER', user),
  group: column('GROUP', group),
  args: column('COMMAND', commandLine),
  command: column('COMMAND', commandLine),
  cmd: column('CMD', commandLine),
  comm: column('COMMAND', commandName),
  ucmd: column('CMD', commandName),
  stat: STAT,
  s: column('S', ({ process }) => process.state),
  state: column('S', ({ process }) => process.state),
  tty: fixed('TT', '?'),
  tt: fixed('TT', '?'),
  tname: TTY,
  time: fixed('TIME', '00:00:00'),
  cputime: fixed('TIME', '00:00:00'),
  c: fixed('C', '0'),
  pcpu: fixed('%CPU', '0.0'),
  '%cpu': fixed('%CPU', '0.0'),
  pmem: fixed('%MEM', '0.0'),
  '%mem': fixed('%MEM', '0.0'),
  vsz: fixed('VSZ', '2268'),
  rss: fixed('RSS', '1380'),
  nlwp: fixed('NLWP', '1'),
  ni: fixed('NI', '0'),
  nice: fixed('NI', '0'),
  pri: fixed('PRI', '19'),
  start: column('STARTED', ({ process }) => isoTime(process.startedAtNs).slice(11, 19)),
  stime: column('STIME', startTime),
  start_time: column('START', startTime),
  etime: column('ELAPSED', elapsed),
};

const bsdTime = fixed('TIME', '0:00');
const pick = (...names: string[]) => names.map(name => columns[name] as Column);

/** The forms of ps that people give to `docker top`, by their options with order and dashes taken away. */
const forms: Record<string, readonly Column[]> = {
  '': [...pick('pid'), TTY, columns.time as Column, column('CMD', commandName)],
  '-ef': [
    column('UID', user),
    ...pick('pid', 'ppid', 'c', 'stime'),
    TTY,
    columns.time as Column,
    columns.cmd as Column,
  ],
  ax: [...pick('pid'), TTY, STAT, bsdTime, columns.command as Column],
  aux: [
    ...pick('user', 'pid', '%cpu', '%mem', 'vsz', 'rss'),
    TTY,
    STAT,
    column('START', startTime),
    bsdTime,
    columns.command as Column,
  ],
};

/** ps's lines for these processes, and the titles above them. */
export function psTable(
  psArgs: string,
  processes: readonly ProcessInfo[],
  nowNs: bigint,
): { titles: string[]; lines: string[] } {
  const shown = columnsFor(psArgs);
  return {
    titles: shown.flatMap(({ title }) => (title === '' ? [] : title.split(' '))),
    lines: processes.map(process => shown.map(({ value }) => value({ process, nowNs })).join(' ')),
  };
}

function columnsFor(psArgs: string): readonly Column[] {
  const words = psArgs.split(' ').filter(word => word !== '');
  const letters: string[] = [];
  let chosen: Column[] | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as string;
    if (word.startsWith('--')) throw unknownLongOption(psArgs, word);
    const [, options = '', list] = /^(-?[^o]*)(?:o(.*))?$/s.exec(word) ?? [];
    letters.push(options === '-' ? '' : options);
    if (list === undefined) continue;
    chosen = [...(chosen ?? []), ...chooseColumns(list || (words[++index] ?? ''))];
  }
  const form = letters.join('');
  if (chosen !== undefined && ['', '-e', '-A', 'a', 'ax'].includes(form)) return chosen;
  const normal = form
    .replace(/^-(A|e)$/, '')
    .replace(/^-(Af|fe|fA)$/, '-ef')
    .replace(/w+$/, '');
  const known =
    ownEntry(forms, normal) ??
    ownEntry(forms, [...normal].sort().join('')) ??
    ownEntry(forms, normal.replace(/^-/, ''));
  if (known !== undefined && chosen === undefined) return known;
  if (/^[^-]*[^-aAcCefghHjklLmnNopqrsStTuUvVwxXZ]/.test(form)) {
    throw systemError('ps: error: unsupported option (BSD syntax)');
  }
  throw new NotSimulatedError(`docker top with the ps options ${psArgs}`);
}

/** Long options that the host's ps knows are none of ours; what it does not know it refuses. */
function unknownLongOption(psArgs: string, word: string): Error {
  const known =
    /^--(cols|columns|cumulative|deselect|forest|format|group|headers|no-headers|pid|ppid|rows|sid|sort|tty|user|width)\b/i;
  if (known.test(word)) return new NotSimulatedError(`docker top with the ps options ${psArgs}`);
  return systemError('ps: error: unknown gnu long option');
}

/** `pid,user=WHO,args`: a new title takes the rest of the list. */
function chooseColumns(list: string): Column[] {
  const [plain = '', title] = list.split(/=(.*)/s);
  const chosen = plain.split(',').map(name => {
    const found = ownEntry(columns, name);
    if (found === undefined) throw systemError(`ps: error: unknown user-defined format specifier "${name}"`);
    return found;
  });
  if (title !== undefined) chosen.push({ ...(chosen.pop() as Column), title });
  return chosen;
}
