import { Errno } from '../../process/errno.ts';
import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { strftime } from '../strftime.ts';

const PORT = 5432;
const { TERM, INT, QUIT, PIPE } = SIGNAL_NUMBERS;

/** What the server says first. Its listener; nothing where the port is taken. */
export function* begin({ env }: Pick<ProgramContext, 'env'>): Sys<number | undefined> {
  for (const signal of [TERM, INT, QUIT]) yield* sys.signalAction(signal, 'catch');
  yield* sys.signalAction(PIPE, 'ignore');
  const version = /^\d+(\.\d+)?/.exec(env.PG_VERSION ?? '')?.[0] ?? '18.0';
  yield* log(1, 'LOG', `starting PostgreSQL ${version} (dockless stand-in) on x86_64-pc-linux-gnu, 64-bit`);
  const listener = yield* outcome(sys.listen(PORT));
  if (listener instanceof Errno) {
    yield* log(1, 'LOG', `could not bind IPv4 address "0.0.0.0": ${listener.message}`);
    yield* log(1, 'FATAL', 'could not create any TCP/IP sockets');
    return undefined;
  }
  yield* log(1, 'LOG', `listening on IPv4 address "0.0.0.0", port ${PORT}`);
  yield* log(1, 'LOG', `listening on IPv6 address "::", port ${PORT}`);
  return listener;
}

export function* ready(): Sys<void> {
  yield* log(1, 'LOG', 'database system is ready to accept connections');
}

export function* log(pid: number, level: string, message: string): Sys<void> {
  const now = yield* sys.now();
  const ms = String((now / 1_000_000n) % 1000n).padStart(3, '0');
  yield* sys.write(2, `${strftime('%Y-%m-%d %H:%M:%S', now)}.${ms} UTC [${pid}] ${level}:  ${message}\n`);
}

/** The server's last words; the exit code. */
export function* shutDown(signal: number): Sys<number> {
  const kind = signal === INT ? 'fast' : signal === QUIT ? 'immediate' : 'smart';
  yield* log(1, 'LOG', `received ${kind} shutdown request`);
  if (kind === 'fast') yield* log(1, 'LOG', 'aborting any active transactions');
  if (kind !== 'immediate') yield* log(1, 'LOG', 'shutting down');
  yield* log(1, 'LOG', 'database system is shut down');
  return 0;
}
