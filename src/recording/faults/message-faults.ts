import { isHijack, type Reply } from '../../exchange/exchange.ts';

/** What becomes of a message: whether it goes on, after whatever was waited for. */
export type MessageFilter = (message: string) => Promise<boolean>;

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

const NEWLINE = 10;

async function* filtered(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  filter: MessageFilter,
): AsyncIterable<Uint8Array> {
  let rest = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const message = bytes.subarray(start, end + 1);
      if (await filter(new TextDecoder().decode(message))) yield message;
      start = end + 1;
    }
    rest = bytes.slice(start);
  }
  if (rest.length > 0 && (await filter(new TextDecoder().decode(rest)))) yield rest;
}
