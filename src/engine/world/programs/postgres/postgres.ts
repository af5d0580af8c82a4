import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Running, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { decodeText } from '../text.ts';
import { errorResponse, GSS_REQUEST, SSL_REQUEST } from './messages.ts';
import { begin, log, ready, shutDown } from './server-log.ts';

interface Start {
  readonly listener: number;
  /** Connections that have not said yet what they want. */
  readonly waiting: readonly number[];
}

/** What a client is told: dockless has no database to offer. */
const REFUSAL =
  'dockless: this is a stand-in without a database behind it: install @electric-sql/pglite, or give the image a program of your own with engine.image()';

/**
 * A stand-in for PostgreSQL's server: it logs, listens, tells pg_isready that it is ready and ends as the real one
 * does. To who wants to use it, it says that there is no database.
 */
export function* postgres(context: ProgramContext): Running {
  const started = (context.start as Start | undefined) ?? (yield* startUp(context));
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

function* startUp(context: ProgramContext): Sys<Start | undefined> {
  const listener = yield* begin(context);
  if (listener === undefined) return undefined;
  yield* ready();
  return { listener, waiting: [] };
}

/** The first packet of a client: no encryption is offered, and a session is refused (protocol 3.0). */
function* answer(fd: number): Sys<'open' | 'closed'> {
  const data = yield* outcome(sys.read(fd));
  if (data instanceof Errno || data.length < 8) return 'closed';
  const code = new DataView(data.buffer, data.byteOffset).getUint32(4);
  if (code === SSL_REQUEST || code === GSS_REQUEST) {
    return (yield* outcome(sys.write(fd, 'N'))) instanceof Errno ? 'closed' : 'open';
  }
  const [, user = 'postgres'] = /user\0([^\0]+)/.exec(decodeText(data)) ?? [];
  yield* log(33, 'FATAL', `${REFUSAL} (user "${user}")`);
  yield* outcome(sys.write(fd, errorResponse('FATAL', '0A000', REFUSAL)));
  return 'closed';
}
