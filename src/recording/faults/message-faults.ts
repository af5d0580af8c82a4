import { isHijack, type Reply } from '../../exchange/exchange.ts';

/** What becomes of a message: whether it goes on, after whatever was waited for; or the error that the answer ends with instead. */
export type MessageFilter = (message: string) => Promise<boolean | { readonly endsWith: string }>;

/** An answer whose messages (JSON a line: events, progress, stats) pass `filter` one by one, whole and in order. */
export function filterMessages(reply: Reply, filter: MessageFilter): Reply {
  if (isHijack(reply)) return reply;
  const { headers, body, ...head } = reply;
  return {
    ...head,
    // It may become shorter.
    headers: headers.filter(([name]) => name.toLowerCase() !== 'content-length'),
    body: filtered(body instanceof Uint8Array ? [body] : body, filter),
  };
}

/** An answer that goes on until a message holds `after`, and ends with Docker's error instead of it. */
export function failProgress(reply: Reply, after: string, message: string): Reply {
  return filterMessages(reply, async line => (line.includes(after) ? { endsWith: message } : true));
}

/** As dockerd ends a stream of progress that fails (moby pkg/streamformatter). */
const errorMessage = (message: string) =>
  new TextEncoder().encode(`${JSON.stringify({ errorDetail: { message }, error: message })}\r\n`);

async function* filtered(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  filter: MessageFilter,
): AsyncIterable<Uint8Array> {
  for await (const message of messagesOf(chunks)) {
    const verdict = await filter(new TextDecoder().decode(message));
    if (typeof verdict === 'object') {
      yield errorMessage(verdict.endsWith);
      return;
    }
    if (verdict) yield message;
  }
}

const NEWLINE = 10;

/** Lines with their ends, and what follows the last. */
async function* messagesOf(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  let rest = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      yield bytes.subarray(start, end + 1);
      start = end + 1;
    }
    rest = bytes.slice(start);
  }
  if (rest.length > 0) yield rest;
}
