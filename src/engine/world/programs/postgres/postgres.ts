import { Errno } from '../../process/errno.ts';
import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Running, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { strftime } from '../strftime.ts';
import { decodeBytes, encodeBytes } from '../text.ts';

interface Start {
  readonly listener: number;
  /** Connections that have not said yet what they want. */
  readonly waiting: readonly number[];
}

const PORT = 5432;
const { TERM, INT, QUIT } = SIGNAL_NUMBERS;

/** The numbers that stand in a startup packet's place for other questions (postmaster/postmaster.c). */
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;

/** What a client is told: dockless has no database to offer. */
const REFUSAL =
  'dockless: this is a stand-in without a database behind it: give the image a program of your own with engine.image()';

/**
 * A stand-in for PostgreSQL's server: it logs, listens, tells pg_isready that it is ready and ends as the real one
 * does. To who wants to use it, it says that there is no database.
 */
export function* postgres(context: ProgramContext): Running {
  const started = (context.start as Start | undefined) ?? (yield* begin(context));
  if (started === undefined) return 1;
  const { listener } = started;
  const waiting = new Set(started.waiting);
  for (;;) {
    yield* sys.checkpoint({ listener, waiting: [...waiting] } satisfies Start);
    const ready = yield* outcome(sys.poll([listener, ...waiting]));
    if (ready instanceof Errno) {
      const [signal] = yield* sys.takeSignals();
      if (signal !== undefined) return yield* shutDown(signal);
      continue;
    }
    for (const fd of ready) {
      if (fd === listener) waiting.add((yield* sys.accept(fd)).fd);
      else if ((yield* answer(fd)) === 'closed') {
        waiting.delete(fd);
        yield* outcome(sys.close(fd));
      }
    }
  }
}

function* begin({ env }: ProgramContext): Sys<Start | undefined> {
  for (const signal of [TERM, INT, QUIT]) yield* sys.signalAction(signal, 'catch');
  const version = /^\d+\.\d+/.exec(env.PG_VERSION ?? '')?.[0] ?? '18.0';
  yield* log(1, 'LOG', `starting PostgreSQL ${version} (dockless stand-in) on x86_64-pc-linux-gnu, 64-bit`);
  const listener = yield* outcome(sys.listen(PORT));
  if (listener instanceof Errno) {
    yield* log(1, 'LOG', `could not bind IPv4 address "0.0.0.0": ${listener.message}`);
    yield* log(1, 'FATAL', 'could not create any TCP/IP sockets');
    return undefined;
  }
  yield* log(1, 'LOG', `listening on IPv4 address "0.0.0.0", port ${PORT}`);
  yield* log(1, 'LOG', `listening on IPv6 address "::", port ${PORT}`);
  yield* log(1, 'LOG', 'database system is ready to accept connections');
  return { listener, waiting: [] };
}

function* log(pid: number, level: string, message: string): Sys<void> {
  const now = yield* sys.now();
  const ms = String((now / 1_000_000n) % 1000n).padStart(3, '0');
  yield* sys.write(2, `${strftime('%Y-%m-%d %H:%M:%S', now)}.${ms} UTC [${pid}] ${level}:  ${message}\n`);
}

function* shutDown(signal: number): Sys<number> {
  const [kind, code] = signal === INT ? ['fast', 0] : signal === QUIT ? ['immediate', 0] : ['smart', 0];
  yield* log(1, 'LOG', `received ${kind} shutdown request`);
  if (kind === 'fast') yield* log(1, 'LOG', 'aborting any active transactions');
  if (kind !== 'immediate') yield* log(1, 'LOG', 'shutting down');
  yield* log(1, 'LOG', 'database system is shut down');
  return code as number;
}

/** The first packet of a client: no encryption is offered, and a session is refused (protocol 3.0). */
function* answer(fd: number): Sys<'open' | 'closed'> {
  const data = yield* outcome(sys.read(fd));
  if (data instanceof Errno || data.length < 8) return 'closed';
  const code = new DataView(data.buffer, data.byteOffset).getUint32(4);
  if (code === SSL_REQUEST || code === GSS_REQUEST) {
    return (yield* outcome(sys.write(fd, 'N'))) instanceof Errno ? 'closed' : 'open';
  }
  const [, user = 'postgres'] = /user\0([^\0]+)/.exec(decodeBytes(data)) ?? [];
  yield* log(33, 'FATAL', `${REFUSAL} (user "${user}")`);
  yield* outcome(sys.write(fd, encodeBytes(errorResponse('FATAL', '0A000', REFUSAL))));
  return 'closed';
}

function errorResponse(severity: string, state: string, message: string): string {
  const fields = `S${severity}\0V${severity}\0C${state}\0M${message}\0\0`;
  const length = fields.length + 4;
  return `E${String.fromCharCode(length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff)}${fields}`;
}
