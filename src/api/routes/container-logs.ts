import type { Container, LogEntry } from '../../engine/containers/container.ts';
import { logAttributes } from '../../engine/containers/log-attributes.ts';
import { containerLogs } from '../../engine/containers/logs.ts';
import { invalidParameter } from '../../engine/errors.ts';
import { concatBytes } from '../../support/concat-bytes.ts';
import { parseGoInt } from '../../support/go-strconv.ts';
import { formatRfc3339NanoFixed } from '../../support/go-time.ts';
import type { Call, Handler } from '../call.ts';
import { stdFrame } from '../wire/stdcopy.ts';
import { MULTIPLEXED_STREAM, RAW_STREAM } from '../wire/stream-types.ts';
import { parseTimestampNs } from '../wire/timestamp.ts';

const utf8 = new TextEncoder();

/** GET /containers/{name}/logs */
export const logsHandler: Handler = call => {
  const { engine, params, query, exchange } = call;
  if (!query.bool('stdout') && !query.bool('stderr')) {
    throw invalidParameter('Bad parameters: you must choose at least one stream');
  }
  const until = query.text('until');
  const { container, batches } = containerLogs(
    engine,
    params.name ?? '',
    () => ({
      follow: query.bool('follow'),
      tail: tailOf(query.text('tail')),
      sinceNs: parseTimestampNs(query.text('since')),
      untilNs: until === '0' ? undefined : parseTimestampNs(until),
    }),
    exchange.signal,
  );
  const contentType = container.config.Tty ? RAW_STREAM : MULTIPLEXED_STREAM;
  return {
    status: 200,
    headers: [['Content-Type', contentType]],
    body: logBody(batches, entryEncoder(call, container)),
  };
};

/** What is no number means all (moby daemon/logs.go). */
function tailOf(text: string): number | undefined {
  const parsed = parseGoInt(text, 'Atoi');
  return 'value' in parsed ? Number(parsed.value) : undefined;
}

type Encoder = (entry: LogEntry) => Uint8Array | undefined;

async function* logBody(batches: AsyncIterable<LogEntry[]>, encode: Encoder): AsyncGenerator<Uint8Array> {
  for await (const batch of batches) {
    const pieces = batch.map(encode).filter(piece => piece !== undefined);
    if (pieces.length > 0) yield concatBytes(pieces);
  }
}

/** moby api/server/httputils/write_log_stream.go: timestamp, details, line; framed unless there is a terminal. */
function entryEncoder({ query }: Call, container: Readonly<Container>): Encoder {
  const wanted = { stdout: query.bool('stdout'), stderr: query.bool('stderr') };
  const timestamps = query.bool('timestamps');
  const details = query.bool('details') ? `${attributesText(logAttributes(container))} ` : '';
  const frame = !container.config.Tty;
  return ({ timeNs, stream, line }) => {
    if (!wanted[stream]) return undefined;
    const prefix = (timestamps ? `${formatRfc3339NanoFixed(timeNs)} ` : '') + details;
    const content = prefix === '' ? line : concatBytes([utf8.encode(prefix), line]);
    return frame ? stdFrame(stream, content) : content;
  };
}

/** `key=value,...`, escaped as in a query. */
const attributesText = (attributes: ReadonlyMap<string, string>) =>
  Array.from(attributes, ([key, value]) => `${queryEscape(key)}=${queryEscape(value)}`).join(',');

/** Go's url.QueryEscape. */
const queryEscape = (text: string) =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
