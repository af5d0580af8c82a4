import type { Recording } from '../frame.ts';
import { callerOf, callsOf } from '../http2/recorded-calls.ts';
import { causesOfCall, type GrpcExchange, grpcExchange } from './grpc-exchange.ts';
import { type Cause, causesOf } from './progress.ts';
import type { RecordedExchange } from './recorded-exchange.ts';

/**
 * BuildKit's part of a recording. Its clients make as many connections as they happen to need, send calls in an order
 * that nobody decides and another number of HTTP/2 frames each time: so calls are played, not bytes.
 */
export class GrpcRecording {
  /** The connections that clients called on; their calls stand for them. */
  readonly connections: readonly RecordedExchange[];
  /** What clients called. */
  readonly calls: readonly GrpcExchange[];
  readonly sessions: ReadonlyMap<RecordedExchange, readonly GrpcExchange[]>;

  constructor(recording: Recording, exchanges: readonly RecordedExchange[]) {
    const hijacked = exchanges.filter(({ frames }) =>
      frames.some(({ frame }) => frame.kind === 'reply' && frame.hijack),
    );
    const calls = (exchange: RecordedExchange) =>
      callsOf(recording, exchange).map(call => grpcExchange(call, exchange.at));
    this.connections = hijacked.filter(({ request }) => callerOf(request) === 'client');
    this.calls = this.connections.flatMap(calls);
    this.sessions = new Map(
      hijacked
        .filter(({ request }) => callerOf(request) === 'daemon')
        .map(session => [session, calls(session)]),
    );
  }

  causes(): Cause[] {
    return [
      ...this.calls.flatMap(exchange => causesOfCall(exchange, 'caller')),
      ...[...this.sessions].flatMap(([session, calls]) => [
        ...causesOf({ ...session, frames: [] }).map(cause => ({ ...cause, of: session })),
        ...calls.flatMap(exchange => causesOfCall(exchange, 'answerer')),
      ]),
    ];
  }

  /** What the daemon said, for words that clients had from it. */
  answers(): Array<{ at: number; text: string }> {
    const daemon = [
      ...this.calls.map(exchange => ({ exchange, from: 'answerer' })),
      ...[...this.sessions.values()].flat().map(exchange => ({ exchange, from: 'caller' })),
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
