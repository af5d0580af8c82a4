import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { HijackedStream } from '../../exchange/exchange.ts';
import { grpcMessages } from '../../support/grpc-messages.ts';
import { carried, carrying } from '../http2/protobuf.ts';
import { duplexOf } from './duplex-of.ts';
import { askedOfCall, BUILD, type GrpcExchange, isAskedAtWill, isCounted, SESSION } from './grpc-exchange.ts';
import { SESSION_ID } from './grpc-recording.ts';
import type { Asked } from './match.ts';
import { answerCall, type CallPlay, leaving, onMessages, type Playing, written } from './play-call.ts';
import { freshProgress } from './progress.ts';

export interface ServeCallsOptions extends Playing {
  /** The call that answers this one, or a sentence that says why there is none. It counts as asked from here on. */
  readonly choose: (
    asked: Asked,
    signal: AbortSignal,
  ) => Promise<{ readonly recorded: GrpcExchange; readonly again: boolean } | string>;
  readonly missed: (sentence: string) => void;
  /** A session that a call carries. */
  readonly takeSession: (id: string, stream: HijackedStream) => void;
}

/** Serves the calls of a client. */
export function serveCalls(stream: HijackedStream, options: ServeCallsOptions): void {
  const server = createServer();
  server.on('sessionError', () => {});
  server.on('stream', (call, headers) => {
    call.on('error', () => {});
    const path = String(headers[':path'] ?? '');
    if (path === SESSION) return options.takeSession(String(headers[SESSION_ID] ?? ''), tunnelOf(call));
    const build = headers[BUILD] === undefined ? undefined : String(headers[BUILD]);
    serveCall(call, message => askedOfCall(path, build, message), options);
  });
  server.emit('connection', duplexOf(stream));
}

/** Its first message says which one it is. */
function serveCall(
  stream: ServerHttp2Stream,
  askedOf: (message: Uint8Array | undefined) => Asked,
  options: ServeCallsOptions,
): void {
  const { timeline } = options;
  const signal = leaving(stream);
  const received: Uint8Array[] = [];
  let ended = false;
  let begun = false;
  let play: CallPlay | undefined;
  const tell = () => {
    if (play === undefined) return;
    const { call, progress } = play;
    progress.input += received.splice(0).filter(message => isCounted(call, message)).length;
    progress.inputEnded = ended;
    timeline.changed();
  };
  const begin = async (message: Uint8Array | undefined) => {
    if (begun) return;
    begun = true;
    play = await playOf(stream, askedOf(message), signal, options);
    if (play === undefined) return;
    tell();
    await answerCall(stream, play).catch(() => stream.close());
  };
  onMessages(stream, {
    message(message) {
      received.push(message);
      tell();
      void begin(message);
    },
    end() {
      ended = true;
      tell();
      void begin(undefined);
    },
  });
}

/** Undefined where there is none: the call is refused then. */
async function playOf(
  stream: ServerHttp2Stream,
  asked: Asked,
  signal: AbortSignal,
  options: ServeCallsOptions,
): Promise<CallPlay | undefined> {
  const { timeline, choose, missed } = options;
  const found = await choose(asked, signal);
  if (typeof found === 'string') {
    if (asked.body !== undefined) missed(found); // what is not compared is not missed either
    refuse(stream, found);
    return undefined;
  }
  const { recorded, again } = found;
  const { call } = recorded;
  const progress = again ? freshProgress() : timeline.of(recorded);
  signal.addEventListener('abort', () => {
    progress.gone = true;
    timeline.changed();
  });
  const since = isAskedAtWill(call) ? undefined : recorded.since;
  return { ...options, call, daemon: 'answerer', exchange: recorded, progress, signal, since };
}

/** The connection that a call carries, in messages of bytes. */
function tunnelOf(call: ServerHttp2Stream): HijackedStream {
  call.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  call.on('wantTrailers', () => call.sendTrailers({ 'grpc-status': '0' }));
  return {
    input: (async function* () {
      for await (const message of grpcMessages(call)) yield carried(message);
    })(),
    write: chunk => written(call, carrying(chunk)),
    end: async () => void call.end(),
    destroy: () => call.close(),
    signal: leaving(call),
  };
}

function refuse(stream: ServerHttp2Stream, sentence: string): void {
  if (stream.destroyed) return;
  const unimplemented = { 'grpc-status': '12', 'grpc-message': encodeURIComponent(sentence) };
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc', ...unimplemented },
    { endStream: true },
  );
}
