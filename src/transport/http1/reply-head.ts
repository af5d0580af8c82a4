import { STATUS_CODES } from 'node:http';
import { headerOf, type Reply } from '../../exchange/exchange.ts';
import { hasToken } from './head.ts';
import type { RequestHead } from './request-head.ts';

export interface ReplyHead {
  readonly text: string;
  readonly chunked: boolean;
  /** Nothing follows the head: HEAD, 204, 304. */
  readonly bodiless: boolean;
  /** As the reply announces it. */
  readonly contentLength: number | undefined;
  readonly close: boolean;
}

/** The head of an ordinary reply: the daemon's headers as they are, then Go's framing in Go's order. */
export function plainReplyHead(request: RequestHead, reply: Reply, mustClose: boolean): ReplyHead {
  const bodiless = request.method === 'HEAD' || reply.status === 204 || reply.status === 304;
  const announced = headerOf(reply.headers, 'content-length');
  const close =
    mustClose ||
    request.close ||
    hasToken(reply.headers, 'connection', 'close') ||
    (request.minor === 0 && announced === undefined && !bodiless);
  const chunked = !bodiless && announced === undefined && request.minor >= 1;
  let text = startLine(request.minor, reply);
  for (const [name, value] of reply.headers) {
    if (name.toLowerCase() !== 'transfer-encoding') text += `${name}: ${value}\r\n`;
  }
  if (headerOf(reply.headers, 'connection') === undefined) {
    if (close && request.minor >= 1) text += 'Connection: close\r\n';
    else if (!close && request.minor === 0) text += 'Connection: keep-alive\r\n';
  }
  if (chunked) text += 'Transfer-Encoding: chunked\r\n';
  const contentLength = announced === undefined ? undefined : Number(announced);
  return { text: `${text}\r\n`, chunked, bodiless, contentLength, close };
}

/** A hijack's head, with no framing at all, as dockerd writes it on the connection itself. */
export function hijackReplyHead(reply: Reply): string {
  let text = startLine(1, reply);
  for (const [name, value] of reply.headers) text += `${name}: ${value}\r\n`;
  return `${text}\r\n`;
}

function startLine(minor: number, reply: Reply): string {
  return `HTTP/1.${minor} ${reply.status} ${reply.reason ?? STATUS_CODES[reply.status] ?? `status code ${reply.status}`}\r\n`;
}
