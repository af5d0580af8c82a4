import {
  type Exchange,
  type HijackedStream,
  type HijackReply,
  headerOf,
  type Reply,
} from '../../exchange/exchange.ts';
import { callerOf } from '../http2/recorded-calls.ts';
import { callSession } from './call-session.ts';
import type { Finder } from './finder.ts';
import { BUILD_SOLVE, type GrpcExchange, isAskedAtWill, SOLVE, STATUS } from './grpc-exchange.ts';
import { type GrpcRecording, type RecordedSession, SESSION_ID } from './grpc-recording.ts';
import { type Asked, partsOf } from './match.ts';
import { PATIENCE_MS } from './play-call.ts';
import type { Timeline } from './progress.ts';
import type { RecordedExchange } from './recorded-exchange.ts';
import { type ServeCallsOptions, serveCalls } from './serve-calls.ts';

interface GrpcPlayerOptions {
  /** What recorded waiting is multiplied by; 0 for none. */
  readonly scale: number;
  readonly missed: (sentence: string) => void;
  /** Once all calls are made, connections are somebody else's to answer. */
  readonly mayEnd: boolean;
}

/** Answers BuildKit's connections, whatever calls come on which of them. */
export class GrpcPlayer {
  readonly #grpc: GrpcRecording;
  readonly #timeline: Timeline;
  readonly #finder: Finder;
  readonly #options: GrpcPlayerOptions;

  constructor(grpc: GrpcRecording, timeline: Timeline, finder: Finder, options: GrpcPlayerOptions) {
    this.#grpc = grpc;
    this.#timeline = timeline;
    this.#finder = finder;
    this.#options = options;
  }

  /** Undefined where the exchange is none of BuildKit's, or the recording has none of these. */
  answer(exchange: Exchange): Reply | undefined {
    return this.#answerCalls(exchange) ?? this.#answerSession(exchange);
  }

  #answerCalls(exchange: Exchange): Reply | undefined {
    const { calls, connections } = this.#grpc;
    const [first] = connections;
    if (first === undefined || callerOf(exchange) !== 'client') return undefined;
    const isOpen = (call: GrpcExchange) => !isAskedAtWill(call.call) && !this.#timeline.of(call).asked;
    if (this.#options.mayEnd && !calls.some(isOpen)) return undefined;
    return { ...headOf(first), hijack: stream => serveCalls(stream, this.#playing()) };
  }

  /** Undefined where the recording has no session left. */
  #answerSession(exchange: Exchange): Reply | undefined {
    const [first] = this.#openSessions(false);
    if (first === undefined || callerOf(exchange) !== 'daemon') return undefined;
    const id = headerOf(exchange.headers, SESSION_ID) ?? '';
    return { ...headOf(first.opened), hijack: stream => void this.#takeSession(id, stream, false) };
  }

  #openSessions(isTunnel: boolean): RecordedSession[] {
    return this.#grpc.sessions.filter(
      session => session.isTunnel === isTunnel && !this.#timeline.of(session.opened).asked,
    );
  }

  /** Of several sessions, the build that names it says which one it is. */
  async #takeSession(id: string, stream: HijackedStream, isTunnel: boolean): Promise<void> {
    const open = () => this.#openSessions(isTunnel);
    const named = () => open().find(session => this.#finder.names.translate(session.id) === id);
    if (open().length > 1) {
      await this.#timeline.until(() => named() !== undefined || stream.signal.aborted, PATIENCE_MS);
    }
    const session = named() ?? open()[0];
    if (session === undefined) {
      this.#options.missed(`a session was opened more than was recorded: ${id}`);
      return stream.destroy();
    }
    this.#asked(session.opened);
    callSession(stream, session, this.#playing());
  }

  #asked(recorded: RecordedExchange): void {
    this.#timeline.of(recorded).asked = true;
    this.#timeline.changed();
  }

  #playing(): ServeCallsOptions {
    return {
      timeline: this.#timeline,
      scale: this.#options.scale,
      names: () => this.#finder.names,
      missed: this.#options.missed,
      takeSession: (id, stream) => void this.#takeSession(id, stream, true),
      choose: (asked, signal) => this.#chooseCall(asked, signal),
    };
  }

  async #chooseCall(
    asked: Asked,
    signal: AbortSignal,
  ): Promise<{ recorded: GrpcExchange; again: boolean } | string> {
    const { path } = partsOf(asked.target);
    const unasked = () => this.#grpc.calls.filter(call => !this.#timeline.of(call).asked);
    // Of builds at the same time, only what they solve may say which is which; the rest then follows from their refs.
    const isKnown = () =>
      signal.aborted ||
      !this.#finder.isAmbiguous(asked, unasked()) ||
      (path === SOLVE && !unasked().some(({ call }) => call.path === BUILD_SOLVE));
    if (path === SOLVE || path === STATUS) await this.#timeline.until(isKnown, PATIENCE_MS);
    const open = unasked();
    const atWill = isAskedAtWill({ path });
    const choice = { all: this.#grpc.calls, unasked: open, allowed: open, mayRepeat: atWill, binds: !atWill };
    const recorded = this.#finder.find(asked, choice);
    if (typeof recorded === 'string') return recorded;
    this.#asked(recorded);
    return { recorded, again: !open.includes(recorded) };
  }
}

function headOf({ frames }: RecordedExchange): Pick<HijackReply, 'status' | 'headers' | 'reason'> {
  const head = frames.find(({ frame }) => frame.kind === 'reply')?.frame;
  if (head?.kind !== 'reply') throw new Error('a connection that was taken over has a reply');
  const { status, headers, reason } = head;
  return { status, headers, ...(reason !== undefined && { reason }) };
}
