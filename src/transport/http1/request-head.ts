import type { RawHeaders } from '../../exchange/exchange.ts';
import { hasToken, headLines, parseHeaders, valuesOf } from './head.ts';

export interface RequestHead {
  readonly method: string;
  readonly target: string;
  /** 0 or 1, of HTTP/1.x. */
  readonly minor: number;
  readonly headers: RawHeaders;
  /** Bytes of body, or `chunked`. */
  readonly framing: number | 'chunked';
  readonly expectContinue: boolean;
  /** The client wants the connection closed after the reply. */
  readonly close: boolean;
}

/** A head that Go's server refuses; `statusLine` and `text` are its words. */
export class RefusedHead extends Error {
  readonly statusLine: string;
  readonly text: string;

  constructor(status: string, detail = '', text = `${status}${detail}`) {
    super(text);
    this.statusLine = `${status}${detail}`;
    this.text = text;
  }
}

const badRequest = (detail = '') => new RefusedHead('400 Bad Request', detail && `: ${detail}`);

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HOST = /^[A-Za-z0-9!$%&'()*+,;=:[\]._~-]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are refused
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

/**
 * Checks in Go's order (net/http request.go readRequest, then server.go conn.readRequest), so that a head with two
 * faults gets the same sentence from both. Each sentence was seen from a dockerd 28.5.2.
 */
export function parseRequestHead(head: string): RequestHead {
  const [first = '', ...rest] = headLines(head);
  const parts = /^([^ ]*) ([^ ]*) (.*)$/.exec(first);
  if (head.startsWith('\n') || head.startsWith('\r') || parts === null) throw badRequest();
  const [, method = '', target = '', protocol = ''] = parts;
  const version = /^HTTP\/(\d)\.(\d)$/.exec(protocol);
  if (!TOKEN.test(method) || version === null || !validTarget(method, target)) throw badRequest();
  const headers = parseHeaders(rest);
  if (headers === undefined || headers.some(([, value]) => CONTROL.test(value))) throw badRequest();
  const minor = Number(version[2]);
  const hosts = valuesOf(headers, 'host');
  if (hosts.length > 1) throw badRequest();
  const framing = framingOf(headers, minor);
  if (version[1] !== '1') {
    throw new RefusedHead('505 HTTP Version Not Supported', ': unsupported protocol version');
  }
  if (minor >= 1 && hosts.length === 0 && method !== 'CONNECT')
    throw badRequest('missing required Host header');
  if (hosts[0] !== undefined && !HOST.test(hosts[0])) throw badRequest('malformed Host header');
  if (headers.some(([name]) => !TOKEN.test(name))) throw badRequest('invalid header name');
  return {
    method,
    target,
    minor,
    headers,
    framing,
    expectContinue: minor >= 1 && framing !== 0 && hasToken(headers, 'expect', '100-continue'),
    close:
      hasToken(headers, 'connection', 'close') ||
      (minor === 0 && !hasToken(headers, 'connection', 'keep-alive')),
  };
}

/** Go's url.ParseRequestURI, as far as it can refuse one: percent escapes of the path, control characters. */
function validTarget(method: string, target: string): boolean {
  if (CONTROL.test(target)) return false;
  if (method === 'CONNECT' && !target.startsWith('/')) return true;
  const path = target.split('?', 1)[0] as string;
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) return false;
  return target === '*' || target.startsWith('/') || /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(target);
}

function framingOf(headers: RawHeaders, minor: number): number | 'chunked' {
  const codings = minor >= 1 ? valuesOf(headers, 'transfer-encoding') : [];
  if (codings.length > 1 || (codings[0] !== undefined && codings[0].toLowerCase() !== 'chunked')) {
    throw new RefusedHead('501 Not Implemented', '', 'Unsupported transfer encoding');
  }
  if (codings.length === 1) return 'chunked';
  const lengths = new Set(valuesOf(headers, 'content-length'));
  if (lengths.size === 0) return 0;
  const [length = ''] = lengths;
  if (lengths.size > 1 || !/^\d{1,18}$/.test(length)) throw badRequest();
  return Number(length);
}
