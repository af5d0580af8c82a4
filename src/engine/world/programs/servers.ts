import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { strftime } from './strftime.ts';

/*
 * Stand-ins for servers of well-known images: they live, log that they are stand-ins, and end on a signal as the real
 * ones do. They listen on nothing: a connection is refused, rather than answered with something made up.
 */

interface Server {
  /** The line it logs once it runs, and the one before it ends. */
  readonly ready: (now: bigint) => string;
  readonly stopping: (now: bigint) => string;
  /** The signals that end it, and its exit code then. */
  readonly endsOn: Readonly<Record<number, number>>;
}

function server(description: Server): Program {
  return function* () {
    for (const signal of Object.keys(description.endsOn)) yield* sys.signalAction(Number(signal), 'catch');
    yield* sys.write(2, `${description.ready(yield* sys.now())}\n`);
    for (;;) {
      const code = yield* nextEnd(description);
      if (code === undefined) continue;
      yield* sys.write(2, `${description.stopping(yield* sys.now())}\n`);
      return code;
    }
  };
}

function* nextEnd(description: Server): Sys<number | undefined> {
  const paused = yield* outcome(sys.pause());
  if (paused instanceof Errno && paused.code !== 'EINTR') throw paused;
  for (const signal of yield* sys.takeSignals()) {
    const code = description.endsOn[signal];
    if (code !== undefined) return code;
  }
  return undefined;
}

const STAND_IN = 'dockless stand-in: lives and ends as the real one, listens on nothing';
const INT = 2;
const TERM = 15;

export const mysqld = server({
  ready: now =>
    `${strftime('%Y-%m-%dT%H:%M:%S', now)}.000000Z 0 [System] [Server] mysqld: ready for connections. (${STAND_IN})`,
  stopping: now =>
    `${strftime('%Y-%m-%dT%H:%M:%S', now)}.000000Z 0 [System] [Server] mysqld: Shutdown complete.`,
  endsOn: { [TERM]: 0 },
});

const WINCH = 28;

export const apache = server({
  ready: now =>
    `[${strftime('%a %b %d %H:%M:%S', now)}.000000 ${strftime('%Y', now)}] [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND' (${STAND_IN})`,
  stopping: now =>
    `[${strftime('%a %b %d %H:%M:%S', now)}.000000 ${strftime('%Y', now)}] [mpm_event:notice] [pid 1:tid 1] AH00491: caught SIGTERM, shutting down`,
  endsOn: { [TERM]: 0, [WINCH]: 0, [INT]: 0 },
});
