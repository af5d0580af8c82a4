import { type ClientHttp2Session, connect, type Http2Stream } from 'node:http2';
import type { HijackedStream } from '../../exchange/exchange.ts';
import { duplexOf } from './duplex-of.ts';
import { type GrpcExchange, isCounted, isListed, listedEntries } from './grpc-exchange.ts';
import type { RecordedSession } from './grpc-recording.ts';
import { type CallPlay, dueEvents, fieldsFor, onMessages, type Playing, sent } from './play-call.ts';
import { titleOf } from './recorded-exchange.ts';

export interface CallSessionOptions extends Playing {
  readonly missed: (sentence: string) => void;
}

/** Makes the calls that the recorded daemon made on a client's session. */
export function callSession(
  stream: HijackedStream,
  { opened, calls }: RecordedSession,
  options: CallSessionOptions,
): void {
  const connection = connect('http://localhost', { createConnection: () => duplexOf(stream) });
  connection.on('error', () => {});
  const { timeline } = options;
  const gone = new AbortController();
  connection.on('close', () => {
    gone.abort();
    for (const call of [opened, ...calls]) timeline.of(call).gone = true;
    timeline.changed();
  });
  for (const exchange of calls) {
    const play: CallPlay = {
      ...options,
      call: exchange.call,
      daemon: 'caller',
      exchange,
      progress: timeline.of(exchange),
      signal: gone.signal,
      since: exchange.since,
    };
    call(connection, exchange, play, options).catch(() => connection.destroy());
  }
}

async function call(
  connection: ClientHttp2Session,
  exchange: GrpcExchange,
  play: CallPlay,
  options: CallSessionOptions,
): Promise<void> {
  let stream: Http2Stream | undefined;
  for await (const event of dueEvents(play)) {
    if (event.kind === 'headers') {
      stream = connection.request(fieldsFor(event.headers, play), { endStream: false });
      listen(stream, exchange, play, options);
    } else if (event.kind === 'message') await sent(stream as Http2Stream, event.message, play);
    else if (event.kind === 'end') stream?.end();
    else stream?.close(event.code);
  }
}

/** Counts what the client answers. A directory that lists fewer files than the recorded one keeps nobody waiting. */
function listen(
  stream: Http2Stream,
  exchange: GrpcExchange,
  { call, progress, timeline }: CallPlay,
  { missed }: CallSessionOptions,
): void {
  const recorded = listedEntries(call);
  let entries = 0;
  let listed = false;
  stream.on('error', () => {});
  stream.on('close', () => {
    progress.gone = true;
    timeline.changed();
  });
  onMessages(stream, {
    message(message) {
      if (isCounted(call, message)) progress.input += 1;
      if (isListed(message)) entries += 1;
      if (recorded !== undefined && message.length === 0 && !listed) {
        listed = true;
        if (entries !== recorded) missed(sentenceOf(exchange, recorded, entries));
        progress.input += Math.max(0, recorded - entries);
      }
      timeline.changed();
    },
    end() {
      progress.inputEnded = true;
      timeline.changed();
    },
  });
}

function sentenceOf(exchange: GrpcExchange, recorded: number, entries: number): string {
  const name = exchange.metadata('dir-name');
  return `${titleOf(exchange)}: the directory "${name}" lists ${entries} entries, and ${recorded} when it was recorded`;
}
