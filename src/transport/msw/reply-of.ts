import { HttpResponse } from 'msw';
import { isHijack, type RawHeaders, type Reply } from '../../exchange/exchange.ts';

/** What a handler answered, as a reply; undefined for `Response.error()`, which means a dropped connection. */
export function replyOf(response: Response): Reply | undefined {
  if (response.type === 'error') return undefined;
  const head = {
    status: response.status,
    headers: [...response.headers] as RawHeaders,
    ...(response.statusText === '' ? {} : { reason: response.statusText }),
  };
  // A handler has no way to talk over a connection that it takes over.
  if (response.status === 101) return { ...head, hijack: stream => void stream.end() };
  return { ...head, body: response.body ?? new Uint8Array(0) };
}

/** A daemon's reply for msw's listeners. Where the body is a stream, or the connection was taken over: without it. */
export function responseOf(reply: Reply): Response {
  const bodiless = isHijack(reply) || !(reply.body instanceof Uint8Array) || reply.body.length === 0;
  return new HttpResponse(bodiless ? null : (reply.body as Uint8Array<ArrayBuffer>), {
    status: reply.status,
    headers: reply.headers.map(([name, value]) => [name, value] as [string, string]),
    ...(reply.reason === undefined ? {} : { statusText: reply.reason }),
  });
}
