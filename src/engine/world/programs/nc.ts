import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { ProgramContext, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { command, fail, type Options, showUsage } from './options.ts';
import { complain } from './output.ts';
import { spawnCommand, waitForPid } from './run-other.ts';

/*
 * -z, -v and -n are of other builds (Docker Hub's busybox has them, Debian's has not): taken here, because clients
 * probe ports with `nc -vz -w 1 localhost 8080`.
 */
const TABLE = {
  letters: 'lp:w:i:e:f:zvnusk',
  usage: 'nc [-iN] [-wN] [-l] [-p PORT] [-f FILE|IPADDR PORT] [-e PROG]\n\nOpen a pipe to IP:PORT or FILE\n',
};

export const nc = command('nc', TABLE, function* (options, context) {
  if (context.start !== undefined) return yield* goOn(context.start as Start, options, context);
  if (options.has('u') || options.has('f'))
    return yield* fail('nc', 'dockless: -u and -f are not simulated', 127);
  if (options.has('l')) return yield* serve(options, context);
  const [host, port] = options.operands;
  if (host === undefined || port === undefined) return yield* showUsage('nc', TABLE);
  const [address] = yield* sys.resolve(host);
  if (address === undefined) return yield* fail('nc', `bad address '${host}'`);
  const fd = yield* outcome(sys.connect(address, Number(port)));
  if (fd instanceof Errno) {
    if (options.has('z') && !options.has('v')) return 1;
    return yield* fail('nc', `can't connect to remote host (${address}): ${fd.message}`);
  }
  if (options.has('v')) yield* complain(`${host} (${address}:${port}) open`);
  if (options.has('z')) return 0;
  return yield* talk(fd, options, context);
});

/** What it needs to go on: plain data, for checkpoints. */
interface Start {
  /** Of -l with -k: it goes on listening after a connection. */
  readonly listener: number | undefined;
  readonly talking: Talk | undefined;
}

interface Talk {
  readonly fd: number;
  readonly reading: readonly number[];
}

function* goOn({ listener, talking }: Start, options: Options, context: ProgramContext): Sys<number> {
  const code = talking === undefined ? 0 : yield* exchange(talking, listener);
  return listener === undefined ? code : yield* acceptAll(listener, options, context);
}

function* serve(options: Options, context: ProgramContext): Sys<number> {
  const port = Number(options.value('p') ?? options.operands.at(-1) ?? 0);
  const listener = yield* outcome(sys.listen(port));
  if (listener instanceof Errno) return yield* fail('nc', `bind: ${listener.message}`);
  if (options.count('l') > 1 || options.has('k')) return yield* acceptAll(listener, options, context);
  const { fd } = yield* sys.accept(listener);
  yield* sys.close(listener);
  return yield* talk(fd, options, context);
}

function* acceptAll(listener: number, options: Options, context: ProgramContext): Sys<never> {
  for (;;) {
    yield* sys.checkpoint({ listener, talking: undefined } satisfies Start);
    const { fd } = yield* sys.accept(listener);
    yield* talk(fd, options, context, listener);
  }
}

function* talk(fd: number, options: Options, context: ProgramContext, listener?: number): Sys<number> {
  const program = options.value('e');
  if (program === undefined) return yield* exchange({ fd, reading: [0, fd] }, listener);
  const pid = yield* spawnCommand('nc', [program, ...options.operands.slice(2)], context.env, {
    0: fd,
    1: fd,
    2: 2,
  });
  yield* sys.close(fd);
  return pid === undefined ? 127 : yield* waitForPid(pid);
}

/** Standard input to the connection, and the connection to standard output, until it ends. */
function* exchange(from: Talk, listener: number | undefined): Sys<number> {
  const { fd } = from;
  let { reading } = from;
  for (;;) {
    yield* sys.checkpoint({ listener, talking: { fd, reading } } satisfies Start);
    for (const ready of yield* sys.poll(reading)) {
      const data = yield* outcome(sys.read(ready));
      if (data instanceof Errno || data.length === 0) {
        if (ready === fd) {
          yield* sys.close(fd);
          return 0;
        }
        reading = [fd];
        yield* outcome(sys.shutdown(fd));
      } else yield* sys.write(ready === fd ? 1 : fd, data);
    }
  }
}
