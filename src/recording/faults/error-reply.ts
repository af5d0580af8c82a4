import type { PlainReply } from '../../exchange/exchange.ts';

/** An error as dockerd answers it from API 1.24 on. */
export function errorReply(status: number, message: string): PlainReply {
  const body = new TextEncoder().encode(`${JSON.stringify({ message })}\n`);
  return {
    status,
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Length', String(body.length)],
    ],
    body,
  };
}
