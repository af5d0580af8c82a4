import type { HijackedStream } from '../exchange/exchange.ts';
import { grpcFrame, grpcMessages } from '../support/grpc-messages.ts';
import { type GrpcError, grpcErrorOf, trailersOf } from './grpc-error.ts';
import { duplexOf, hostHttp2 } from './host-http2.ts';

type Http2Stream = import('node:http2').ServerHttp2Stream;

/** One call of a client. */
export interface GrpcCall {
  /** `/moby.buildkit.v1.Control/Solve` */
  readonly path: string;
  readonly metadata: Readonly<Record<string, string | string[] | undefined>>;
  /** May be iterated once. */
  readonly messages: AsyncIterable<Uint8Array>;
  /** Resolves once the peer can take more. */
  send(message: Uint8Array): Promise<void>;
  /** Aborted when the caller gave up, or its connection is gone. */
  readonly signal: AbortSignal;
}

/** Serves gRPC over a taken-over connection; what `handle` throws is the call's status. */
export function serveGrpc(stream: HijackedStream, handle: (call: GrpcCall) => Promise<void>): void {
  const server = hostHttp2().createServer();
  server.on('sessionError', () => {});
  server.on('stream', (call, headers) => {
    call.on('error', () => {});
    serveCall(call, headers, handle);
  });
  server.emit('connection', duplexOf(stream));
}

async function serveCall(
  stream: Http2Stream,
  headers: import('node:http2').IncomingHttpHeaders,
  handle: (call: GrpcCall) => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  let failure: GrpcError | undefined;
  stream.on('close', () => gone.abort());
  stream.on('wantTrailers', () => stream.sendTrailers(trailersOf(failure)));
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  try {
    await handle({
      path: String(headers[':path'] ?? ''),
      metadata: headers,
      messages: grpcMessages(stream),
      signal: gone.signal,
      send: message => written(stream, grpcFrame(message)),
    });
  } catch (error) {
    failure = grpcErrorOf(error);
  }
  if (!stream.destroyed) stream.end();
}

/** Resolves once the stream takes more, or is gone. */
export function written(stream: import('node:http2').Http2Stream, chunk: Uint8Array): Promise<void> {
  if (stream.destroyed || stream.write(chunk)) return Promise.resolve();
  return new Promise(resolve => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}
