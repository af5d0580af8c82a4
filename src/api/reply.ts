import type { Exchange, HijackedStream, RawHeaders, Reply } from '../exchange/exchange.ts';
import { headerOf } from '../exchange/exchange.ts';
import { encodeGoJson, encodeJson } from '../support/go-json/encode.ts';
import type { ApiReply } from './call.ts';

/** Go's server holds back this much; what fits goes out with a Content-Length (net/http bufferBeforeChunkingSize). */
export const GO_BUFFER_BYTES = 2048;

/** RFC 7464 */
const JSON_SEQUENCE = 'application/json-seq';
const RECORD_SEPARATOR = '\u001e';

const utf8 = new TextEncoder();
const noBody = new Uint8Array();

/** Puts an operation's answer on the wire as dockerd's server does: header order, framing, content type. */
export function wireReply(answer: ApiReply, common: RawHeaders, date: string, exchange: Exchange): Reply {
  if ('hijack' in answer) return hijackReply(answer, answer.bare ? [] : common, exchange);
  if ('takeOver' in answer) return { status: 101, headers: answer.headers, hijack: answer.takeOver };
  if ('raw' in answer) return rawReply(answer.status, answer.raw.headers, answer.raw.body);
  const headers = [...common, ...(answer.headers ?? [])];
  let body: Uint8Array | AsyncIterable<Uint8Array> = noBody;
  if ('json' in answer) {
    headers.push(['Content-Type', 'application/json']);
    body = encodeLine(encodeJson(answer.json));
  } else if ('messages' in answer) {
    const { contentType = 'application/json', messageEnd = '\n' } = answer;
    headers.push(['Content-Type', contentType]);
    body = messageChunks(answer.messages, contentType === JSON_SEQUENCE ? RECORD_SEPARATOR : '', messageEnd);
  } else if (answer.body !== undefined) {
    body = answer.body;
  }
  headers.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  headers.push(['Date', date]);
  if (answer.status === 204) return { status: 204, headers, body: noBody };
  if (answer.status === 304) {
    return { status: 304, headers: headers.filter(([name]) => name !== 'Content-Type'), body: noBody };
  }
  if (body instanceof Uint8Array) frame(headers, body, exchange.method === 'HEAD');
  // What Go finds out by looking at the first bytes, and writes after all else: an export's are no text.
  else if (headerOf(headers, 'Content-Type') === undefined && !('untyped' in answer)) {
    headers.push(['Content-Type', 'application/octet-stream']);
  }
  return { status: answer.status, headers, body: exchange.method === 'HEAD' ? noBody : body };
}

/** The text and a newline in UTF-8. Into bytes of our own: a list of thousands is not copied for its last byte. */
function encodeLine(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length + 1);
  const { read, written } = utf8.encodeInto(text, bytes);
  if (read < text.length || written === bytes.length) return utf8.encode(`${text}\n`);
  bytes[written] = 0x0a;
  return bytes.subarray(0, written + 1);
}

/** One chunk a message, made as the peer takes it. */
async function* messageChunks(
  messages: Iterable<unknown> | AsyncIterable<unknown>,
  start: string,
  end: string,
): AsyncIterable<Uint8Array> {
  // Progress goes through json.Marshal, events and stats through an encoder that escapes no HTML.
  const encode = end === '\r\n' ? encodeGoJson : encodeJson;
  for await (const message of messages) yield utf8.encode(start + encode(message) + end);
}

function frame(headers: Array<readonly [string, string]>, body: Uint8Array, head: boolean): void {
  const length = headerOf(headers, 'Content-Length');
  if (length === undefined && body.length <= GO_BUFFER_BYTES && !(head && body.length === 0)) {
    headers.push(['Content-Length', String(body.length)]);
  }
  if (body.length > 0 && headerOf(headers, 'Content-Type') === undefined) {
    headers.push(['Content-Type', 'text/plain; charset=utf-8']);
  }
}

function rawReply(status: number, headers: RawHeaders, body: Uint8Array): Reply {
  const hijack = (stream: HijackedStream) => {
    stream.write(body).then(
      () => stream.end(),
      () => {},
    );
  };
  return { status, headers, hijack };
}

/** moby container_routes.go, postContainersAttach: written by hand after the connection was taken over. */
function hijackReply(
  answer: Extract<ApiReply, { hijack: unknown }>,
  common: RawHeaders,
  exchange: Exchange,
): Reply {
  if (headerOf(exchange.headers, 'Upgrade') === undefined) {
    const headers: RawHeaders = [['Content-Type', 'application/vnd.docker.raw-stream'], ...common];
    return { status: 200, headers, hijack: answer.hijack };
  }
  const headers: RawHeaders = [
    ['Content-Type', answer.contentType],
    ['Connection', 'Upgrade'],
    ['Upgrade', 'tcp'],
    ...common,
  ];
  return { status: 101, reason: 'UPGRADED', headers, hijack: answer.hijack };
}
