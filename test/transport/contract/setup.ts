import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Daemon, Exchange, RawHeaders, Reply } from '../../../src/exchange/exchange.ts';
import type { RawClient } from '../raw-client.ts';

/** A transport under test. */
export interface Served {
  /** One end of a new connection, half-close allowed. */
  dial(): Promise<Duplex>;
  /** How many connections the server holds open. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

export type Serve = (daemon: Daemon, onError: (error: unknown) => void) => Promise<Served>;

export interface Setup {
  start(daemon: Daemon): Promise<RawClient>;
  dial(): Promise<RawClient>;
  errors(): unknown[];
  served(): Served;
}

export const text = (value: string) => new TextEncoder().encode(value);
export const plain = (body: string, headers: RawHeaders = []): Reply => ({
  status: 200,
  headers: [...headers, ['Content-Length', String(body.length)]],
  body: text(body),
});

export async function bodyOf(exchange: Exchange): Promise<string> {
  let body = '';
  for await (const chunk of exchange.body) body += Buffer.from(chunk).toString('latin1');
  return body;
}

export async function noConnections(served: Served): Promise<void> {
  for (let tries = 0; tries < 100 && (await served.connections()) > 0; tries += 1) await sleep(10);
  expect(await served.connections()).toBe(0);
}
