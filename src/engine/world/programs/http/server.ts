import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { strftime } from '../strftime.ts';
import { encodeText, joinBytes } from '../text.ts';
import { type BodyProgress, bodyProgress, takeBody } from './body-reader.ts';
import { parseHead, type RequestHead } from './request-head.ts';

/** A request, its body not among it. */
export interface HttpRequestHead {
  readonly method: string;
  /** As it was sent. */
  readonly target: string;
  readonly version: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Who asks, and where it reached us. */
  readonly address: string;
  readonly port: number;
  /** Connections are counted from 1. */
  readonly connection: number;
}

export interface HttpRequest extends HttpRequestHead {
  /** Empty where it went to a file. */
  readonly body: Uint8Array;
  readonly nowNs: bigint;
  readonly keepsAlive: boolean;
}

/** A part of an open file as a body; the server closes it. */
export interface FileBody {
  readonly fd: number;
  readonly length: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Where it is not the usual one. */
  readonly reason?: string;
  /** In order; Server, Date and Content-Length are among them where they belong there. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** Not sent to HEAD. */
  readonly body: Uint8Array | string | FileBody;
}

/** A listener, and the port it was made for. */
export interface HttpListener {
  readonly fd: number;
  readonly port: number;
}

/** A request whose body has not come whole. */
interface Incoming {
  readonly head: RequestHead;
  readonly progress: BodyProgress;
  /** The body so far, or the file that it goes to. */
  readonly body: readonly Uint8Array[] | { readonly fd: number };
}

/** What is still to be sent of a response: `data`, then what the file has. */
interface Outgoing {
  readonly data: Uint8Array;
  readonly file: FileBody | undefined;
  readonly thenCloses: boolean;
}

interface Session {
  readonly fd: number;
  readonly address: string;
  readonly port: number;
  readonly connection: number;
  /** What came and was not looked at yet. */
  input: Uint8Array;
  incoming: Incoming | undefined;
  outgoing: Outgoing | undefined;
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
  /** The file that takes the body of such a request; without one, `answer` gets it in one piece. */
  bodyFile?(request: HttpRequestHead): Sys<number | undefined>;
  /** For bytes that are no request. */
  badRequest(problem: string): HttpResponse;
  /** A signal was caught. A code ends the server. */
  signalled(): Sys<number | undefined>;
  /** Keeps `state`, in a checkpoint of the program's own form. */
  checkpoint(state: HttpState): Sys<void>;
}

const NOTHING = new Uint8Array(0);
const FILE_PIECE = 65_536;

/**
 * Serves HTTP/1.1 with kept connections until a signal ends it. Returns the exit code. The program ignores SIGPIPE, since
 * clients may go away.
 */
export function* serveHttp(from: HttpState, handler: HttpHandler): Sys<number> {
  const sessions = new Map(from.sessions.map(session => [session.fd, { ...session }]));
  const ports = new Map(from.listeners.map(({ fd, port }) => [fd, port]));
  let { connections } = from;
  for (;;) {
    const kept = Array.from(sessions.values(), session => ({ ...session }));
    yield* handler.checkpoint({ listeners: from.listeners, sessions: kept, connections });
    const all = [...sessions.values()];
    const reading = all.filter(({ outgoing }) => outgoing === undefined).map(({ fd }) => fd);
    const writing = all.filter(({ outgoing }) => outgoing !== undefined).map(({ fd }) => fd);
    const ready = yield* outcome(sys.poll([...ports.keys(), ...reading], undefined, writing));
    if (ready instanceof Errno) {
      const code = yield* handler.signalled();
      if (code !== undefined) return code;
      continue;
    }
    for (const fd of ready) {
      const port = ports.get(fd);
      if (port !== undefined) {
        connections += 1;
        const session = yield* accept(fd, port, connections);
        sessions.set(session.fd, session);
        continue;
      }
      const session = sessions.get(fd);
      if (session !== undefined && (yield* attend(session, handler)) === 'closed') {
        sessions.delete(fd);
        yield* close(session);
      }
    }
  }
}

function* accept(listener: number, port: number, connection: number): Sys<Session> {
  const { fd, address } = yield* sys.accept(listener);
  return { fd, address, port, connection, input: NOTHING, incoming: undefined, outgoing: undefined };
}

function* close({ fd, incoming, outgoing }: Session): Sys<void> {
  if (incoming !== undefined && 'fd' in incoming.body) yield* outcome(sys.close(incoming.body.fd));
  if (outgoing?.file !== undefined) yield* outcome(sys.close(outgoing.file.fd));
  yield* outcome(sys.close(fd));
}

/** Goes on with a session that can: sends more of a response, or reads and answers what came. */
function* attend(session: Session, handler: HttpHandler): Sys<'open' | 'closed'> {
  if (session.outgoing !== undefined) {
    const sent = yield* send(session);
    if (sent !== 'sent') return sent;
  } else {
    const data = yield* outcome(sys.read(session.fd));
    if (data instanceof Errno || data.length === 0) return 'closed';
    session.input = session.input.length === 0 ? data : joinBytes([session.input, data]);
  }
  for (;;) {
    const incoming = session.incoming ?? (yield* begin(session, handler));
    if (incoming === 'incomplete') return 'open';
    session.incoming = 'problem' in incoming ? undefined : incoming;
    const whole = 'problem' in incoming ? incoming : yield* takeIn(session, incoming);
    if (whole === 'incomplete') return 'open';
    if ('problem' in whole) prepare(session, handler.badRequest(whole.problem), 'GET', true);
    else yield* reply(session, handler, whole);
    session.incoming = undefined;
    const sent = yield* send(session);
    if (sent !== 'sent') return sent;
  }
}

/** The next request, once its head is there. Who sends a large body may wait for our word first. */
function* begin(
  session: Session,
  handler: HttpHandler,
): Sys<Incoming | { readonly problem: string } | 'incomplete'> {
  if (session.input.length === 0) return 'incomplete';
  const head = parseHead(session.input);
  if (head === 'incomplete' || 'problem' in head) return head;
  session.input = session.input.subarray(head.length);
  if (/100-continue/i.test(head.headers.get('expect') ?? ''))
    yield* outcome(sys.write(session.fd, 'HTTP/1.1 100 Continue\r\n\r\n'));
  const { fd: _, ...where } = session;
  const fd = handler.bodyFile && (yield* handler.bodyFile({ ...head, ...where }));
  return { head, progress: bodyProgress(head.contentLength), body: fd === undefined ? [] : { fd } };
}

/** Takes what came of the body. */
function* takeIn(
  session: Session,
  incoming: Incoming,
): Sys<Incoming | { readonly problem: string } | 'incomplete'> {
  let now = incoming;
  while (now.progress.left !== 'over') {
    const piece = takeBody(now.progress, session.input);
    if (piece === undefined) {
      session.incoming = now;
      return 'incomplete';
    }
    if ('problem' in piece) return piece;
    session.input = session.input.subarray(piece.taken);
    const { body } = now;
    if ('fd' in body) {
      if (piece.data.length > 0) yield* sys.write(body.fd, piece.data);
      now = { ...now, progress: piece.next };
    } else
      now = {
        ...now,
        progress: piece.next,
        body: piece.data.length === 0 ? body : [...body, piece.data],
      };
  }
  return now;
}

function* reply(session: Session, handler: HttpHandler, { head, body }: Incoming): Sys<void> {
  if ('fd' in body) yield* outcome(sys.close(body.fd));
  const { address, port, connection } = session;
  const nowNs = yield* sys.now();
  const response = yield* handler.answer({
    ...head,
    body: 'fd' in body ? NOTHING : joinBytes(body.length === 0 ? [NOTHING] : body),
    address,
    port,
    connection,
    nowNs,
  });
  prepare(session, response, head.method, !head.keepsAlive);
}

function prepare(
  session: Session,
  { status, reason, headers, body }: HttpResponse,
  method: string,
  thenCloses: boolean,
): void {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = encodeText(`HTTP/1.1 ${status} ${reason ?? REASONS[status] ?? 'Unknown'}\r\n${lines}\r\n`);
  const data = typeof body === 'string' ? encodeText(body) : body;
  if (data instanceof Uint8Array) {
    const whole = method === 'HEAD' ? head : joinBytes([head, data]);
    session.outgoing = { data: whole, file: undefined, thenCloses };
  } else {
    const file = method === 'HEAD' ? { ...data, length: 0 } : data;
    session.outgoing = { data: head, file, thenCloses };
  }
}

/** Sends as much as the connection takes. `open`: there is more. */
function* send(session: Session): Sys<'sent' | 'open' | 'closed'> {
  for (;;) {
    const { data, file, thenCloses } = session.outgoing as Outgoing;
    if (data.length > 0) {
      const put = yield* outcome(sys.writeSome(session.fd, data));
      if (put instanceof Errno) return put.code === 'EAGAIN' ? 'open' : 'closed';
      session.outgoing = { data: data.subarray(put), file, thenCloses };
    } else if (file !== undefined && file.length > 0) {
      const piece = yield* outcome(sys.read(file.fd, Math.min(FILE_PIECE, file.length)));
      if (piece instanceof Errno || piece.length === 0) return 'closed';
      session.outgoing = { data: piece, file: { ...file, length: file.length - piece.length }, thenCloses };
    } else {
      if (file !== undefined) yield* outcome(sys.close(file.fd));
      session.outgoing = undefined;
      return thenCloses ? 'closed' : 'sent';
    }
  }
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
