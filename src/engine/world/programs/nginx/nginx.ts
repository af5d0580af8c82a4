import { Errno } from '../../process/errno.ts';
import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Running, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import {
  type HttpHandler,
  type HttpListener,
  type HttpRequest,
  type HttpResponse,
  type HttpState,
  serveHttp,
} from '../http/server.ts';
import { complain } from '../output.ts';
import { strftime } from '../strftime.ts';
import { answerRequest, errorPage } from './answer.ts';
import { ConfigError, readConfig } from './config.ts';
import { type Site, siteOf } from './site.ts';

interface Start {
  readonly site: Site;
  readonly state: HttpState;
}

const CONFIG = '/etc/nginx/nginx.conf';
const { QUIT, TERM, INT, PIPE } = SIGNAL_NUMBERS;

/**
 * A stand-in for nginx: files, directories, ranges, `return` and `try_files`, of its real configuration. What else the
 * configuration asks for (proxies, rewrites) is refused at the start, as nginx refuses a directive it does not know.
 */
export function* nginx(context: ProgramContext): Running {
  const { argv, env, start } = context;
  const version = env.NGINX_VERSION ?? '1.29.3';
  if (argv.includes('-v') || argv.includes('-V')) {
    yield* complain(`nginx version: nginx/${version}`);
    return 0;
  }
  if (start !== undefined) return yield* run(start as Start, version);
  const site = yield* configured();
  if (typeof site === 'string') {
    yield* complain(`nginx: [emerg] ${site}`);
    if (argv.includes('-t')) yield* complain(`nginx: configuration file ${CONFIG} test failed`);
    return 1;
  }
  if (argv.includes('-t')) {
    yield* complain(`nginx: the configuration file ${CONFIG} syntax is ok`);
    yield* complain(`nginx: configuration file ${CONFIG} test is successful`);
    return 0;
  }
  const listeners = yield* listen(site);
  if (typeof listeners === 'string') {
    yield* complain(`nginx: [emerg] ${listeners}`);
    return 1;
  }
  for (const signal of [QUIT, TERM, INT]) yield* sys.signalAction(signal, 'catch');
  yield* sys.signalAction(PIPE, 'ignore');
  yield* notice('using the "epoll" event method');
  yield* notice(`nginx/${version} (dockless stand-in)`);
  yield* notice(`OS: Linux ${(yield* sys.uname()).release}`);
  yield* notice('start worker processes');
  return yield* run({ site, state: { listeners, sessions: [], connections: 0 } }, version);
}

function* configured(): Sys<Site | string> {
  try {
    return siteOf(yield* readConfig(CONFIG));
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

function* listen({ servers }: Site): Sys<HttpListener[] | string> {
  const listeners: HttpListener[] = [];
  for (const port of new Set(servers.flatMap(({ ports }) => ports))) {
    const fd = yield* outcome(sys.listen(port));
    if (fd instanceof Errno) return `bind() to 0.0.0.0:${port} failed (98: ${fd.message})`;
    listeners.push({ fd, port });
  }
  return listeners;
}

function* run({ site, state }: Start, version: string): Sys<number> {
  const handler: HttpHandler = {
    *answer(request) {
      const { response, problem } = yield* answerRequest(site, version, request);
      yield* logAccess(request, response);
      if (problem !== undefined) yield* logProblem(request, problem);
      return response;
    },
    badRequest: () => errorPage(400, version, undefined),
    signalled,
    checkpoint: now => sys.checkpoint({ site, state: now } satisfies Start),
  };
  return yield* serveHttp(state, handler);
}

function* signalled(): Sys<number | undefined> {
  for (const signal of yield* sys.takeSignals()) {
    const name = signal === QUIT ? 'QUIT' : signal === TERM ? 'TERM' : 'INT';
    yield* notice(`signal ${signal} (SIG${name}) received, ${signal === QUIT ? 'shutting down' : 'exiting'}`);
    yield* notice('exit');
    return 0;
  }
  return undefined;
}

function* notice(message: string): Sys<void> {
  yield* complain(`${strftime('%Y/%m/%d %H:%M:%S', yield* sys.now())} [notice] 1#1: ${message}`);
}

/** The image's `main` format. */
function* logAccess(request: HttpRequest, { status, body }: HttpResponse): Sys<void> {
  const { method, target, version, address, headers, nowNs } = request;
  const time = strftime('%d/%b/%Y:%H:%M:%S +0000', nowNs);
  const header = (name: string) => headers.get(name) ?? '-';
  const bytes = method === 'HEAD' ? 0 : body.length;
  yield* sys.write(
    1,
    `${address} - - [${time}] "${method} ${target} ${version}" ${status} ${bytes} "${header('referer')}" "${header('user-agent')}" "${header('x-forwarded-for')}"\n`,
  );
}

function* logProblem(request: HttpRequest, problem: string): Sys<void> {
  const { method, target, version, address, headers, connection, nowNs } = request;
  const host = headers.get('host');
  const where = `client: ${address}, server: localhost, request: "${method} ${target} ${version}"`;
  yield* complain(
    `${strftime('%Y/%m/%d %H:%M:%S', nowNs)} [error] 1#1: *${connection} ${problem}, ${where}${host ? `, host: "${host}"` : ''}`,
  );
}
