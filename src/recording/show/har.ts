import type { RawHeaders } from '../../exchange/exchange.ts';
import { headerOf } from '../../exchange/exchange.ts';
import type { Recording } from '../frame.ts';
import { encodeBytes } from '../frame-bytes.ts';
import { partsOf } from '../replay/match.ts';
import { titleOf } from '../replay/recorded-exchange.ts';
import { contentOf, type ExchangeSummary, summaries } from './summary.ts';

const MAX_CONTENT_BYTES = 16 << 20;

/** A recording as HAR 1.2, and what of it HAR cannot carry: streams both ways, and replies that are not whole. */
export interface HarExport {
  readonly har: object;
  /** As `#2 POST /v1.51/containers/web/attach: a stream both ways`. */
  readonly leftOut: readonly string[];
}

export function toHar(recording: Recording, creatorVersion: string): HarExport {
  const originMs = Date.parse(recording.header.startedAt);
  const all = summaries(recording);
  const leftOut = all.flatMap(summary => {
    const reason = whyLeftOut(summary);
    return reason === undefined ? [] : [`${titleOf(summary.exchange)}: ${reason}`];
  });
  const log = {
    version: '1.2',
    creator: { name: 'dockless', version: creatorVersion },
    entries: all
      .filter(summary => whyLeftOut(summary) === undefined)
      .map(summary => entry(recording, summary, originMs)),
    ...(leftOut.length > 0 && { comment: `not carried: ${leftOut.join('; ')}` }),
  };
  return { har: { log }, leftOut };
}

function whyLeftOut({ status, hijacked, end }: ExchangeSummary): string | undefined {
  if (hijacked) return 'a stream both ways';
  return status === undefined || end !== 'complete' ? end : undefined;
}

function entry(recording: Recording, summary: ExchangeSummary, originMs: number): object {
  const { x, method, target, startUs, endUs, status, reason, requestHeaders, replyHeaders } = summary;
  const time = (endUs - startUs) / 1000;
  return {
    startedDateTime: new Date(originMs + startUs / 1000).toISOString(),
    time,
    request: {
      method,
      url: `http://${headerOf(requestHeaders, 'host') || 'docker'}${target}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(requestHeaders),
      queryString: pairs([...partsOf(target).query]),
      ...postData(recording, summary),
      headersSize: -1,
      bodySize: summary.bytesIn,
    },
    response: {
      status,
      statusText: reason,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(replyHeaders),
      content: content(recording, summary),
      redirectURL: '',
      headersSize: -1,
      bodySize: summary.bytesOut,
    },
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    _exchange: x,
  };
}

function content(recording: Recording, summary: ExchangeSummary): object {
  const { bytesOut, replyHeaders } = summary;
  const { bytes, cut } = contentOf(recording, summary, 'out', MAX_CONTENT_BYTES);
  const encoded = encodeBytes(bytes);
  const common = {
    size: bytesOut,
    mimeType: headerOf(replyHeaders, 'content-type') ?? '',
    ...(cut && { comment: 'cut at 16 MB' }),
  };
  if ('text' in encoded) return { ...common, text: encoded.text };
  return 'base64' in encoded ? { ...common, text: encoded.base64, encoding: 'base64' } : common;
}

/** HAR has no place for bytes that a client sent and that are no text. */
function postData(recording: Recording, summary: ExchangeSummary): object {
  const { bytes, cut } = contentOf(recording, summary, 'in', MAX_CONTENT_BYTES);
  if (bytes.length === 0) return {};
  const mimeType = headerOf(summary.requestHeaders, 'content-type') ?? '';
  const encoded = encodeBytes(bytes);
  if (cut || !('text' in encoded)) {
    return { postData: { mimeType, text: '', comment: `${summary.bytesIn} bytes, which are not carried` } };
  }
  return { postData: { mimeType, text: encoded.text } };
}

function pairs(headers: RawHeaders): object[] {
  return headers.map(([name, value]) => ({ name, value }));
}
