import type { RawHeaders } from '../../exchange/exchange.ts';
import { headerOf } from '../../exchange/exchange.ts';
import type { Recording } from '../frame.ts';
import { encodeBytes } from '../frame-bytes.ts';
import { partsOf } from '../replay/match.ts';
import { contentOf, type ExchangeSummary, summaries } from './summary.ts';

const MAX_CONTENT_BYTES = 16 << 20;

/** The exchanges that HAR 1.2 can carry: those with a whole reply, and no stream both ways. */
export function toHar(recording: Recording, creatorVersion: string): object {
  const originMs = Date.parse(recording.header.startedAt);
  const carried = summaries(recording).filter(
    ({ status, hijacked, end }) => status !== undefined && !hijacked && end === 'complete',
  );
  return {
    log: {
      version: '1.2',
      creator: { name: 'dockless', version: creatorVersion },
      entries: carried.map(summary => entry(recording, summary, originMs)),
    },
  };
}

function entry(recording: Recording, summary: ExchangeSummary, originMs: number): object {
  const { x, method, target, startUs, endUs, status, reason, requestHeaders, replyHeaders } = summary;
  const sent = contentOf(recording, x, 'in', MAX_CONTENT_BYTES).bytes;
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
      ...(sent.length > 0 && {
        postData: {
          mimeType: headerOf(requestHeaders, 'content-type') ?? '',
          text: new TextDecoder().decode(sent),
        },
      }),
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

function content(recording: Recording, { x, bytesOut, replyHeaders }: ExchangeSummary): object {
  const encoded = encodeBytes(contentOf(recording, x, 'out', MAX_CONTENT_BYTES).bytes);
  const common = { size: bytesOut, mimeType: headerOf(replyHeaders, 'content-type') ?? '' };
  if ('text' in encoded) return { ...common, text: encoded.text };
  return 'base64' in encoded ? { ...common, text: encoded.base64, encoding: 'base64' } : common;
}

function pairs(headers: RawHeaders): object[] {
  return headers.map(([name, value]) => ({ name, value }));
}
