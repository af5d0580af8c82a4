import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { findInPath } from './find-in-path.ts';
import { command, fail, showUsage } from './options.ts';
import { complain } from './output.ts';
import { signalNumber } from './signal-names.ts';
import { parseDuration } from './sleep.ts';
import { strftime } from './strftime.ts';

type Environment = Readonly<Record<string, string>>;

/** Starts a command with our descriptors. Complains and returns undefined where it cannot be started. */
export function* spawnCommand(
  who: string,
  words: readonly string[],
  env: Environment,
  fds: Readonly<Record<number, number>> = { 0: 0, 1: 1, 2: 2 },
): Sys<number | undefined> {
  const name = words[0] ?? '';
  const path = yield* findInPath(name, env.PATH);
  const started =
    path === undefined
      ? new Errno('ENOENT')
      : yield* outcome(sys.spawn({ image: { path }, argv: words, env, fds }));
  if (typeof started === 'number') return started;
  yield* complain(`${who}: ${isExec(who) ? `can't execute '${name}'` : name}: ${started.message}`);
  return undefined;
}

/** Those that become their command say so, the others start it (libbb/executable.c, libbb/vfork_daemon_rexec.c). */
const isExec = (who: string) => who === 'timeout' || who === 'time' || who === 'nc';

/** Runs a command to its end. 127 where it cannot be started. */
export function* runCommand(who: string, words: readonly string[], env: Environment): Sys<number> {
  const pid = yield* spawnCommand(who, words, env);
  return pid === undefined ? 127 : yield* waitForPid(pid);
}

export function* waitForPid(pid: number): Sys<number> {
  for (;;) {
    const waited = yield* outcome(sys.wait(pid));
    if (waited instanceof Errno && waited.code === 'EINTR') continue;
    return waited instanceof Errno || waited === undefined ? 127 : waited.exitCode;
  }
}

function* become(who: string, words: readonly string[], env: Environment): Sys<number> {
  const path = yield* findInPath(words[0] ?? '', env.PATH);
  const failed = path === undefined ? new Errno('ENOENT') : yield* outcome(sys.exec(path, words, env));
  const error = failed instanceof Errno ? failed : new Errno('ENOENT');
  return yield* fail(
    who,
    `can't execute '${words[0]}': ${error.message}`,
    error.code === 'ENOENT' ? 127 : 126,
  );
}

const TIMEOUT = { letters: '+s:k:', usage: 'timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS\n' };

export const timeout = command('timeout', TIMEOUT, function* (options, context) {
  const [text, ...words] = options.operands;
  if (text === undefined || words.length === 0) return yield* showUsage('timeout', TIMEOUT);
  const signal = signalNumber(options.value('s') ?? 'TERM');
  if (signal === undefined) return yield* fail('timeout', `invalid signal '${options.value('s')}'`);
  const seconds = parseDuration(text);
  if (seconds === undefined) return yield* fail('timeout', `invalid number '${text}'`);
  const child = yield* spawnCommand('timeout', words, context.env);
  if (child === undefined) return 127;
  if (yield* endsWithin(child, seconds)) return yield* waitForPid(child);
  yield* outcome(sys.kill(child, signal));
  const grace = options.value('k');
  if (grace !== undefined && !(yield* endsWithin(child, parseDuration(grace) ?? 0)))
    yield* outcome(sys.kill(child, 9));
  return yield* waitForPid(child);
});

/** Whether a child ends within the time: a caught SIGCHLD cuts the sleep short. */
function* endsWithin(pid: number, seconds: number): Sys<boolean> {
  yield* sys.signalAction(17, 'catch');
  const end = (yield* sys.now()) + BigInt(Math.round(Math.min(seconds, 1e9) * 1e9));
  for (;;) {
    const children = yield* sys.processes();
    if (!children.some(each => each.pid === pid && each.state !== 'Z')) return true;
    const left = end - (yield* sys.now());
    if (left <= 0n) return false;
    yield* attempt(sys.sleep(left));
    yield* sys.takeSignals();
  }
}

export const nohup = command(
  'nohup',
  { letters: '+', usage: 'nohup PROG ARGS\n' },
  function* ({ operands }, context) {
    yield* sys.signalAction(1, 'ignore');
    return yield* become('nohup', operands, context.env);
  },
);

export const time = command(
  'time',
  { letters: '+pv', usage: 'time [-vpa] [-o FILE] PROG ARGS\n' },
  function* (options, context) {
    const start = yield* sys.now();
    const status = yield* runCommand('time', options.operands, context.env);
    const hundredths = Number(((yield* sys.now()) - start) / 10_000_000n);
    const seconds = (hundredths % 6000) / 100;
    const format = (minutes: number, rest: number) => `${minutes}m ${rest.toFixed(2)}s`;
    if (options.has('p')) yield* complain(`real ${(hundredths / 100).toFixed(2)}\nuser 0.00\nsys 0.00`);
    else
      yield* complain(
        `real\t${format(Math.floor(hundredths / 6000), seconds)}\nuser\t0m 0.00s\nsys\t0m 0.00s`,
      );
    return status;
  },
);

const WATCH = { letters: '+n:t', usage: 'watch [-n SEC] [-t] PROG ARGS\n\nRun PROG periodically\n' };

export const watch = command('watch', WATCH, function* (options, context) {
  const { operands } = options;
  if (operands.length === 0) return yield* showUsage('watch', WATCH);
  const seconds = Number(options.value('n') ?? 2);
  for (;;) {
    yield* sys.checkpoint(undefined);
    yield* sys.write(1, '\x1b[H\x1b[J');
    if (!options.has('t')) {
      const now = strftime('%Y-%m-%d %H:%M:%S', yield* sys.now());
      const title = `Every ${seconds.toFixed(1)}s: ${operands.join(' ')}`;
      yield* sys.write(1, `${title.padEnd(Math.max(title.length + 1, 60))}${now}\n\n`);
    }
    yield* runCommand('watch', ['sh', '-c', operands.join(' ')], context.env);
    yield* sys.sleep(BigInt(Math.round(seconds * 1e9)));
  }
});

export const setsid = command(
  'setsid',
  { letters: '+c', usage: 'setsid [-c] PROG ARGS\n' },
  function* (options, context) {
    yield* outcome(sys.setsid());
    return yield* become('setsid', options.operands, context.env);
  },
);

export const nice = command(
  'nice',
  { letters: '+n:', usage: 'nice [-n ADJUST] [PROG ARGS]\n' },
  function* (options, context) {
    if (options.operands.length > 0) return yield* become('nice', options.operands, context.env);
    yield* sys.write(1, '0\n');
    return 0;
  },
);
