import type { Socket } from 'node:net';
import type { PortConnection } from '../../exchange/exchange.ts';
import { ByteSource } from '../http1/byte-source.ts';
import { drained } from '../http1/outgoing.ts';

/** Joins a client's socket to a program in a container: both directions, half-close and backpressure kept. */
export function servePort(socket: Socket, connection: PortConnection): void {
  const source = new ByteSource(socket);
  socket.once('close', () => connection.destroy());
  void carryIn(source, connection);
  void carryOut(socket, connection);
}

async function carryIn(source: ByteSource, connection: PortConnection): Promise<void> {
  for (let chunk = await source.read(); chunk !== undefined; chunk = await source.read()) {
    if (!(await connection.write(chunk))) return;
  }
  connection.end();
}

async function carryOut(socket: Socket, connection: PortConnection): Promise<void> {
  for (let data = await connection.read(); data !== undefined; data = await connection.read()) {
    if (socket.destroyed) return;
    // A failed drain means that the client is gone, which `close` has said.
    if (!socket.write(data)) await drained(socket).catch(() => {});
  }
  socket.end();
}
