import { headerOf } from '../../exchange/exchange.ts';
import type { Recording } from '../frame.ts';
import { callerOf, callsOf, callsWithin } from '../http2/recorded-calls.ts';
import { causesOfCall, type GrpcExchange, grpcExchange, SESSION } from './grpc-exchange.ts';
import { type Cause, causesOf } from './progress.ts';
import type { RecordedExchange } from './recorded-exchange.ts';

/** A client's session: the daemon calls what the client offers on it. */
export interface RecordedSession {
  /** What opened it: POST /session, or a call of gRPC that carries it. */
  readonly opened: RecordedExchange;
  /** By what the client calls it in a build. */
  readonly id: string;
  readonly isTunnel: boolean;
  readonly calls: readonly GrpcExchange[];
}

/** By this header of POST /session, and a field of Solve. */
export const SESSION_ID = 'x-docker-expose-session-uuid';

/**
 * BuildKit's part of a recording. Its clients make as many connections as they happen to need, send calls in an order
 * that nobody decides and another number of HTTP/2 frames each time: so calls are played, not bytes.
 */
export class GrpcRecording {
  /** The connections that clients called on; their calls stand for them. */
  readonly connections: readonly RecordedExchange[];
  /** What clients called. */
  readonly calls: readonly GrpcExchange[];
  readonly sessions: readonly RecordedSession[];

  constructor(recording: Recording, exchanges: readonly RecordedExchange[]) {
    const hijacked = exchanges.filter(({ frames }) =>
      frames.some(({ frame }) => frame.kind === 'reply' && frame.hijack),
    );
    const calls = (exchange: RecordedExchange) =>
      callsOf(recording, exchange).map(call => grpcExchange(call, exchange.at));
    this.connections = hijacked.filter(({ request }) => callerOf(request) === 'client');
    this.calls = this.connections.flatMap(calls);
    const own = hijacked
      .filter(({ request }) => callerOf(request) === 'daemon')
      .map(opened => ({
        opened,
        id: headerOf(opened.request.headers, SESSION_ID) ?? '',
        isTunnel: false,
        calls: calls(opened),
      }));
    const tunnels = this.calls
      .filter(({ call }) => call.path === SESSION)
      .map(opened => ({
        opened,
        id: opened.metadata(SESSION_ID) ?? '',
        isTunnel: true,
        calls: callsWithin(opened.call).map(call => grpcExchange(call, opened.since)),
      }));
    this.sessions = [...own, ...tunnels];
  }

  causes(): Cause[] {
    return [
      ...this.calls.flatMap(exchange => causesOfCall(exchange, 'caller')),
      ...this.sessions.flatMap(({ opened, calls }) => [
        ...causesOf({ ...opened, frames: [] }).map(cause => ({ ...cause, of: opened })),
        ...calls.flatMap(exchange => causesOfCall(exchange, 'answerer')),
      ]),
    ];
  }

  /** What the daemon said, for words that clients had from it. */
  answers(): Array<{ at: number; text: string }> {
    const within = this.sessions.flatMap(({ calls }) => calls);
    const daemon = [
      ...this.calls.map(exchange => ({ exchange, from: 'answerer' })),
      ...within.map(exchange => ({ exchange, from: 'caller' })),
    ];
    return daemon.flatMap(({ exchange, from }) =>
      exchange.call.events.flatMap(event =>
        event.from === from && event.kind === 'message'
          ? [{ at: event.at, text: Buffer.from(event.message).toString('latin1') }]
          : [],
      ),
    );
  }
}
