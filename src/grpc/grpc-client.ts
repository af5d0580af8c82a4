import type { HijackedStream } from '../exchange/exchange.ts';
import { grpcFrame, grpcMessages } from '../support/grpc-messages.ts';
import { GRPC_CODES, GrpcError } from './grpc-error.ts';
import { duplexOf, hostHttp2 } from './host-http2.ts';
import { written } from './serve-grpc.ts';

type Metadata = Readonly<Record<string, string | string[]>>;

/** A call of ours to a client's session. */
export interface OutgoingCall {
  /** Throws the peer's status at its end where that is an error. */
  readonly messages: AsyncIterable<Uint8Array>;
  send(message: Uint8Array): Promise<void>;
  /** Nothing more will be sent. */
  end(): void;
  cancel(): void;
}

/** gRPC over a connection on which we are the client, as a daemon is on POST /session. */
export class GrpcClient {
  readonly #session: import('node:http2').ClientHttp2Session;

  constructor(stream: HijackedStream) {
    this.#session = hostHttp2().connect('http://localhost', { createConnection: () => duplexOf(stream) });
    this.#session.on('error', () => {});
  }

  /** Called once the connection is gone. */
  onClose(callback: () => void): void {
    this.#session.on('close', callback);
  }

  open(path: string, metadata: Metadata): OutgoingCall {
    const stream = this.#session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...metadata,
    });
    const status = statusOf(stream);
    // Awaited below, or by nobody where the caller gave up.
    status.catch(() => {});
    return {
      messages: messagesOf(stream, status),
      send: message => written(stream, grpcFrame(message)),
      end: () => stream.end(),
      cancel: () => stream.close(hostHttp2().constants.NGHTTP2_CANCEL),
    };
  }
}

async function* messagesOf(
  stream: import('node:http2').ClientHttp2Stream,
  status: Promise<void>,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* grpcMessages(stream);
  } catch {
    // A peer that has sent its status resets the stream where we had not ended our side yet: the status says it all.
  }
  await status;
}

/** Of the trailers, or of a head that is all there is. */
function statusOf(stream: import('node:http2').ClientHttp2Stream): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = (headers: Record<string, unknown>) => {
      const code = headers['grpc-status'];
      if (code === undefined) return;
      const message = decodeURIComponent(String(headers['grpc-message'] ?? ''));
      if (code === '0') resolve();
      else reject(new GrpcError(Number(code), message));
    };
    stream.on('response', check);
    stream.on('trailers', check);
    stream.on('error', reject);
    stream.on('close', () => reject(new GrpcError(GRPC_CODES.unavailable, 'the session is gone')));
  });
}
