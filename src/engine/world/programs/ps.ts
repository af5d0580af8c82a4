import { sys } from '../process/sys.ts';
import type { ProcessInfo, Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { command, fail, type Options } from './options.ts';
import { bufferedOutput, complain } from './output.ts';
import { signalNumber } from './signal-names.ts';
import { readUsers } from './users.ts';

/** The command line as ps shows it: the name in braces where argv does not tell it. */
function commandLine(process: ProcessInfo): string {
  if (process.state === 'Z' || process.argv.length === 0) return `[${process.name}]`;
  const base = (process.argv[0] ?? '').replace(/^-/, '').split('/').at(-1) ?? '';
  const line = process.argv.join(' ');
  return base.slice(0, 15) === process.name ? line : `{${process.name}} ${line}`;
}

interface Column {
  readonly title: string;
  readonly width: number;
  readonly right?: boolean;
  readonly text: (process: ProcessInfo, users: ReadonlyMap<number, string>, nowNs: bigint) => string;
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const COLUMNS: Readonly<Record<string, Column>> = {
  pid: { title: 'PID', width: 5, right: true, text: each => String(each.pid) },
  ppid: { title: 'PPID', width: 5, right: true, text: each => String(each.ppid) },
  pgid: { title: 'PGID', width: 5, right: true, text: each => String(each.pgid) },
  sid: { title: 'SID', width: 5, right: true, text: each => String(each.sid) },
  user: { title: 'USER', width: 8, text: (each, users) => users.get(each.uid) ?? String(each.uid) },
  group: { title: 'GROUP', width: 8, text: each => String(each.gid) },
  comm: { title: 'COMMAND', width: 16, text: each => each.name },
  args: { title: 'COMMAND', width: 256, text: commandLine },
  stat: { title: 'STAT', width: 4, text: each => each.state },
  time: { title: 'TIME', width: 5, text: () => '0:00' },
  etime: {
    title: 'ELAPSED',
    width: 7,
    text: (each, _, now) => clock(Number((now - each.startedAtNs) / 1_000_000_000n)),
  },
  tty: { title: 'TT', width: 6, text: each => (each.tty ? '136,0' : '?') },
  nice: { title: 'NI', width: 5, right: true, text: () => '0' },
};

export const ps = command(
  'ps',
  { letters: 'o:T', usage: 'ps [-o COL1,COL2=HEADER] [-T]\n\nShow list of processes\n' },
  function* (options) {
    const columns: Column[] = [];
    const wanted = options.has('o') ? options.values('o').join(',').split(',') : ['pid', 'user', 'args'];
    for (const item of wanted) {
      const [name = '', title] = item.split('=');
      const column = COLUMNS[name];
      if (!column)
        return yield* fail(
          'ps',
          `bad -o argument '${name}', supported arguments: ${Object.keys(COLUMNS).join(',')}`,
        );
      columns.push(title === undefined ? column : { ...column, title });
    }
    const users = new Map((yield* readUsers()).map(user => [user.uid, user.name]));
    const now = yield* sys.now();
    const out = bufferedOutput();
    const row = (texts: readonly string[], pad: boolean) =>
      texts
        .map((text, index) => {
          const { width, right } = columns[index] as Column;
          if (index === columns.length - 1) return text;
          return right && !pad
            ? text.padStart(width)
            : text.slice(0, Math.max(width, right ? 10 : width)).padEnd(width);
        })
        .join(' ');
    yield* out.text(
      `${row(
        columns.map(column => column.title),
        true,
      )}\n`,
    );
    for (const each of yield* sys.processes()) {
      yield* out.text(
        `${row(
          columns.map(column => column.text(each, users, now)),
          false,
        )}\n`,
      );
    }
    yield* out.flush();
    return 0;
  },
);

export const top = command(
  'top',
  {
    letters: 'bn:d:mH',
    usage: 'top [-bmH] [-n COUNT] [-d SECONDS]\n\nShow a view of process activity in real time.\n',
  },
  function* (options, { start }) {
    const rounds = options.has('n') ? Number(options.value('n')) : Number.POSITIVE_INFINITY;
    const seconds = Number(options.value('d') ?? 5);
    const resumed = start as { readonly round: number } | undefined;
    // Only a top without terminal makes checkpoints.
    const asks = resumed === undefined && !options.has('b');
    const onTerminal = asks && ((yield* attempt(sys.isatty(1))) ?? false);
    const reads = onTerminal && ((yield* attempt(sys.isatty(0))) ?? false);
    const terminal = reads ? yield* sys.tcgetattr(0) : undefined;
    if (terminal) yield* sys.tcsetattr(0, { ...terminal, echo: false, canonical: false });
    for (let round = resumed?.round ?? 0; round < rounds; round++) {
      yield* showTop(options, onTerminal, round);
      if (round + 1 >= rounds) break;
      if (!reads) {
        yield* sys.sleep(BigInt(Math.round(seconds * 1e9)));
        if (!onTerminal) yield* sys.checkpoint({ round: round + 1 });
        continue;
      }
      const ready = yield* sys.poll([0], BigInt(Math.round(seconds * 1e9)));
      if (ready.length === 0) continue;
      const key = (yield* sys.read(0, 1))[0];
      if (key === undefined || key === 113 || key === 3) break;
    }
    if (terminal) yield* sys.tcsetattr(0, terminal);
    if (onTerminal) yield* sys.write(1, '\n');
    return 0;
  },
);

function* showTop(_options: Options, onTerminal: boolean, round: number): Sys<void> {
  const users = new Map((yield* readUsers()).map(user => [user.uid, user.name]));
  const processes = yield* sys.processes();
  const size = onTerminal ? yield* attempt(sys.winsize(1)) : undefined;
  const width = size?.columns || 79;
  const out = bufferedOutput();
  const running = processes.filter(each => each.state === 'R').length;
  const lastPid = Math.max(...processes.map(each => each.pid));
  const lines = [
    'Mem: 0K used, 0K free, 0K shrd, 0K buff, 0K cached',
    'CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq',
    `Load average: 0.00 0.00 0.00 ${running}/${processes.length} ${lastPid}`,
    '  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND',
    ...processes.map(each => {
      const user = (users.get(each.uid) ?? String(each.uid)).slice(0, 8).padEnd(8);
      return `${String(each.pid).padStart(5)} ${String(each.ppid).padStart(5)} ${user} ${each.state.padEnd(4)}     0   0%   0% ${commandLine(each)}`;
    }),
  ];
  const shown = onTerminal ? lines.slice(0, (size?.rows || 24) - 1) : lines;
  if (onTerminal) yield* out.text('\x1b[H\x1b[J');
  else if (round > 0) yield* out.text('\n');
  for (const line of shown)
    yield* out.text(`${line.slice(0, onTerminal ? width : 512)}${onTerminal ? '\x1b[K' : ''}\n`);
  yield* out.flush();
}

/** Processes by the name of their program. */
function* named(name: string): Sys<ProcessInfo[]> {
  const base = (text: string | undefined) => (text ?? '').split('/').at(-1) ?? '';
  const self = (yield* sys.ids()).pid;
  return (yield* sys.processes()).filter(
    each =>
      each.pid !== self &&
      each.state !== 'Z' &&
      (each.name === name.slice(0, 15) || base(each.argv[0]) === name),
  );
}

export const pidof = command(
  'pidof',
  {
    letters: 'so:',
    usage: 'pidof [OPTIONS] [NAME]...\n\nList PIDs of all processes with names that match NAMEs\n',
  },
  function* (options) {
    let pids: number[] = [];
    for (const name of options.operands) pids.push(...(yield* named(name)).map(each => each.pid).reverse());
    pids = pids.filter(pid => !options.values('o').includes(String(pid)));
    if (options.has('s')) pids = pids.slice(0, 1);
    if (pids.length > 0) yield* sys.write(1, `${pids.join(' ')}\n`);
    return pids.length > 0 ? 0 : 1;
  },
);

const killall = command(
  'killall',
  {
    letters: '+lqs:',
    usage: 'killall [-lq] [-SIG] PROCESS_NAME...\n\nSend a signal (default: TERM) to given processes\n',
  },
  killNamed,
);

function* killNamed(options: Options): Sys<number> {
  const signal = signalNumber(options.value('s') ?? 'TERM');
  if (signal === undefined) return yield* fail('killall', `bad signal name '${options.value('s')}'`);
  let status = 0;
  for (const name of options.operands) {
    const processes = yield* named(name);
    for (const each of processes) yield* outcome(sys.kill(each.pid, signal));
    if (processes.length > 0) continue;
    if (!options.has('q')) yield* complain(`killall: ${name}: no process killed`);
    status = 1;
  }
  return status;
}

/** `killall -9 x` is `killall -s 9 x`. */
export const killallProgram: typeof killall = context => {
  const argv = context.argv.map((word, index) =>
    index > 0 && /^-([A-Z]+\d*|\d+)$/.test(word) ? `-s${word.slice(1)}` : word,
  );
  return killall({ ...context, argv });
};

export const uptime = command(
  'uptime',
  { letters: '', usage: 'uptime\n\nDisplay the time since the last boot\n' },
  function* () {
    const seconds = Number((yield* sys.uptime()) / 1_000_000_000n);
    const time = Number(((yield* sys.now()) / 1_000_000_000n) % 86_400n);
    const two = (number: number) => String(number).padStart(2, '0');
    const days = Math.floor(seconds / 86_400);
    const hours = Math.floor(seconds / 3600) % 24;
    const minutes = Math.floor(seconds / 60) % 60;
    const shown = hours > 0 ? `${String(hours).padStart(2)}:${two(minutes)}` : `${minutes} min`;
    const day = days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : '';
    yield* sys.write(
      1,
      ` ${two(Math.floor(time / 3600))}:${two(Math.floor(time / 60) % 60)}:${two(time % 60)} up ${day}${shown},  0 users,  load average: 0.00, 0.00, 0.00\n`,
    );
    return 0;
  },
);
