import { Errno } from '../../process/errno.ts';
import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Running, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { type HttpHandler, type HttpRequest, type HttpState, serveHttp } from '../http/server.ts';
import { complain } from '../output.ts';
import { strftime } from '../strftime.ts';
import { bytesOf, textError } from './answers.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { answerRequest, uploadFile } from './routes.ts';

interface Start {
  readonly configuration: Configuration;
  readonly state: HttpState;
}

const { TERM, INT, PIPE } = SIGNAL_NUMBERS;

/**
 * A stand-in for distribution's registry (`registry:2`, `registry:3`): the OCI distribution API over files as the real one
 * lays them out under /var/lib/registry, so that a volume keeps them. Authentication, TLS, proxying and other stores than
 * the file system are not simulated.
 */
export function* registry(context: ProgramContext): Running {
  const { argv, env, start } = context;
  if (start !== undefined) return yield* run(start as Start);
  const [, verb, path] = argv;
  if (verb !== 'serve' || path === undefined) {
    yield* sys.unsimulated(`registry ${verb ?? ''}`);
    yield* complain(`dockless does not simulate registry ${verb ?? 'without a command'}`);
    return 127;
  }
  const configuration = yield* readConfiguration(path, env);
  if ('problem' in configuration) {
    yield* complain(`configuration error: ${configuration.problem}`);
    return 1;
  }
  for (const signal of [TERM, INT]) yield* sys.signalAction(signal, 'catch');
  yield* sys.signalAction(PIPE, 'ignore');
  const { address, port } = configuration;
  const listener = yield* outcome(sys.listen(port, address));
  if (listener instanceof Errno) {
    yield* log('fatal', `listen tcp ${address}:${port}: bind: ${listener.message.toLowerCase()}`);
    return 1;
  }
  yield* log('info', `listening on ${address === '::' ? '[::]' : address}:${port}`);
  const state = { listeners: [{ fd: listener, port }], sessions: [], connections: 0 };
  return yield* run({ configuration, state });
}

function* run({ configuration, state }: Start): Sys<number> {
  const handler: HttpHandler = {
    *answer(request) {
      const response = yield* answerRequest(configuration, request);
      yield* logAccess(request, response.status, request.method === 'HEAD' ? 0 : bytesOf(response.body));
      return response;
    },
    bodyFile: request => uploadFile(configuration, request),
    badRequest: () => textError(400, 'Bad Request', '400 Bad Request', []),
    *signalled() {
      if ((yield* sys.takeSignals()).length === 0) return undefined;
      yield* log('info', 'stopping server gracefully. Draining connections for 0s');
      return 0;
    },
    checkpoint: now => sys.checkpoint({ configuration, state: now } satisfies Start),
  };
  return yield* serveHttp(state, handler);
}

function* log(level: string, message: string): Sys<void> {
  const time = strftime('%Y-%m-%dT%H:%M:%SZ', yield* sys.now());
  yield* complain(
    `time="${time}" level=${level} msg="${message}" service=registry version="dockless stand-in"`,
  );
}

/** Apache's combined format, as gorilla's handler writes it. */
function* logAccess(request: HttpRequest, status: number, bytes: number): Sys<void> {
  const { method, target, version, address, headers, nowNs } = request;
  const time = strftime('%d/%b/%Y:%H:%M:%S +0000', nowNs);
  const header = (name: string) => headers.get(name) ?? '';
  yield* sys.write(
    1,
    `${address} - - [${time}] "${method} ${target} ${version}" ${status} ${bytes} "${header('referer')}" "${header('user-agent')}"\n`,
  );
}
