import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { strftime } from '../strftime.ts';
import { decodeBytes, encodeBytes, encodeText, joinBytes } from '../text.ts';
import { parseRequest } from './parse-request.ts';

export interface HttpRequest {
  readonly method: string;
  /** As it was sent. */
  readonly target: string;
  readonly version: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  /** Who asks, and where it reached us. */
  readonly address: string;
  readonly port: number;
  /** Connections are counted from 1. */
  readonly connection: number;
  readonly nowNs: bigint;
}

export interface HttpResponse {
  readonly status: number;
  /** In order; Server, Date and Content-Length are among them where they belong there. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** Not sent to HEAD. */
  readonly body: Uint8Array | string;
}

/** A listener, and the port it was made for. */
export interface HttpListener {
  readonly fd: number;
  readonly port: number;
}

interface Session {
  readonly fd: number;
  readonly address: string;
  readonly port: number;
  readonly connection: number;
  /** Bytes that came and are no whole request yet, one a character. */
  input: string;
  /** It was told to go on with its body. */
  continued: boolean;
}

/** What a server is: it holds connections, and goes on from checkpoints. Plain data. */
export interface HttpState {
  readonly listeners: readonly HttpListener[];
  readonly sessions: readonly Session[];
  readonly connections: number;
}

export interface HttpHandler {
  /** The answer, and what is said of it in a log. */
  answer(request: HttpRequest): Sys<HttpResponse>;
  /** For bytes that are no request. */
  badRequest(problem: string): HttpResponse;
  /** A signal was caught. A code ends the server. */
  signalled(): Sys<number | undefined>;
  /** Keeps `state`, in a checkpoint of the program's own form. */
  checkpoint(state: HttpState): Sys<void>;
}

const REQUESTS_A_CHECKPOINT = 200;

/** Serves HTTP/1.1 with kept connections until a signal ends it. Returns the exit code. */
export function* serveHttp(from: HttpState, handler: HttpHandler): Sys<number> {
  const sessions = new Map(from.sessions.map(session => [session.fd, { ...session }]));
  const ports = new Map(from.listeners.map(({ fd, port }) => [fd, port]));
  let { connections } = from;
  for (;;) {
    const kept = Array.from(sessions.values(), session => ({ ...session }));
    yield* handler.checkpoint({ listeners: from.listeners, sessions: kept, connections });
    for (let turn = 0; turn < REQUESTS_A_CHECKPOINT; turn += 1) {
      const ready = yield* outcome(sys.poll([...ports.keys(), ...sessions.keys()]));
      if (ready instanceof Errno) {
        const code = yield* handler.signalled();
        if (code !== undefined) return code;
        continue;
      }
      for (const fd of ready) {
        const port = ports.get(fd);
        const session = sessions.get(fd);
        if (port !== undefined) {
          const accepted = yield* sys.accept(fd);
          connections += 1;
          const { address } = accepted;
          sessions.set(accepted.fd, {
            fd: accepted.fd,
            address,
            port,
            connection: connections,
            input: '',
            continued: false,
          });
        } else if (session !== undefined && (yield* serve(session, handler)) === 'closed') {
          sessions.delete(fd);
          yield* outcome(sys.close(fd));
        }
      }
    }
  }
}

function* serve(session: Session, handler: HttpHandler): Sys<'open' | 'closed'> {
  const data = yield* outcome(sys.read(session.fd));
  if (data instanceof Errno || data.length === 0) return 'closed';
  session.input += decodeBytes(data);
  for (;;) {
    const parsed = parseRequest(session.input);
    if (parsed === 'incomplete') return yield* encourage(session);
    if ('problem' in parsed) {
      yield* send(session, handler.badRequest(parsed.problem), 'GET');
      return 'closed';
    }
    session.input = session.input.slice(parsed.length);
    session.continued = false;
    const { address, port, connection } = session;
    const nowNs = yield* sys.now();
    const body = encodeBytes(parsed.body);
    const response = yield* handler.answer({ ...parsed, body, address, port, connection, nowNs });
    const sent = yield* send(session, response, parsed.method);
    if (!sent || !parsed.keepsAlive) return 'closed';
  }
}

/** Who sends a large body may wait for our word first. */
function* encourage(session: Session): Sys<'open'> {
  const head = /^[\s\S]*?\r?\n\r?\n/.exec(session.input)?.[0] ?? '';
  if (!session.continued && /\nexpect: *100-continue/i.test(head)) {
    session.continued = true;
    yield* outcome(sys.write(session.fd, 'HTTP/1.1 100 Continue\r\n\r\n'));
  }
  return 'open';
}

function* send({ fd }: Session, { status, headers, body }: HttpResponse, method: string): Sys<boolean> {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = encodeText(`HTTP/1.1 ${status} ${REASONS[status] ?? 'Unknown'}\r\n${lines}\r\n`);
  const data = typeof body === 'string' ? encodeText(body) : body;
  const written = yield* outcome(sys.write(fd, method === 'HEAD' ? head : joinBytes([head, data])));
  return !(written instanceof Errno);
}

export const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  304: 'Not Modified',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  416: 'Requested Range Not Satisfiable',
  500: 'Internal Server Error',
  501: 'Not Implemented',
};

/** `Wed, 01 Oct 2025 12:00:00 GMT` */
export const httpDate = (ns: bigint) => strftime('%a, %d %b %Y %H:%M:%S GMT', ns);
