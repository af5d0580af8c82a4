import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { HijackedStream } from '../../exchange/exchange.ts';
import { duplexOf } from './duplex-of.ts';
import { askedOfCall, BUILD, type GrpcExchange, isAskedAtWill, isCounted } from './grpc-exchange.ts';
import type { Asked } from './match.ts';
import { answerCall, type CallPlay, leaving, onMessages, type Playing } from './play-call.ts';
import { freshProgress } from './progress.ts';

export interface ServeCallsOptions extends Playing {
  /** The call that answers this one, or a sentence that says why there is none. It counts as asked from here on. */
  readonly choose: (asked: Asked) => { readonly recorded: GrpcExchange; readonly again: boolean } | string;
  readonly missed: (sentence: string) => void;
}

/** Serves the calls of a client. */
export function serveCalls(stream: HijackedStream, options: ServeCallsOptions): void {
  const server = createServer();
  server.on('sessionError', () => {});
  server.on('stream', (call, headers) => {
    call.on('error', () => {});
    const path = String(headers[':path'] ?? '');
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
  const { timeline, choose, missed } = options;
  const signal = leaving(stream);
  let play: CallPlay | undefined;
  const begin = (message: Uint8Array | undefined) => {
    if (play !== undefined) return;
    const asked = askedOf(message);
    const found = choose(asked);
    if (typeof found === 'string') {
      if (asked.body !== undefined) missed(found); // what is not compared is not missed either
      return refuse(stream, found);
    }
    const { recorded, again } = found;
    const { call } = recorded;
    const progress = again ? freshProgress() : timeline.of(recorded);
    const since = isAskedAtWill(call) ? undefined : recorded.since;
    play = { ...options, call, daemon: 'answerer', exchange: recorded, progress, signal, since };
    signal.addEventListener('abort', () => {
      progress.gone = true;
      timeline.changed();
    });
    answerCall(stream, play).catch(() => stream.close());
  };
  onMessages(stream, {
    message(message) {
      begin(message);
      if (play !== undefined && isCounted(play.call, message)) play.progress.input += 1;
      timeline.changed();
    },
    end() {
      begin(undefined);
      if (play !== undefined) play.progress.inputEnded = true;
      timeline.changed();
    },
  });
}

function refuse(stream: ServerHttp2Stream, sentence: string): void {
  const unimplemented = { 'grpc-status': '12', 'grpc-message': encodeURIComponent(sentence) };
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc', ...unimplemented },
    { endStream: true },
  );
}
