import type { Socket } from 'node:net';
import type { ByteSource } from './http1/byte-source.ts';

/** A connection to a daemon. */
export interface Connection {
  readonly socket: Socket;
  readonly source: ByteSource;
}

const MAX_IDLE = 8;
const IDLE_MS = 10_000;

/** Connections that wait for another request. They do not keep the process. */
export class IdleConnections {
  readonly #idle: Connection[] = [];

  keep(connection: Connection): void {
    const { socket, source } = connection;
    if (this.#idle.length >= MAX_IDLE || !isQuiet(connection)) {
      socket.destroy();
      return;
    }
    this.#idle.push(connection);
    source.onEnd = () => this.#drop(connection);
    socket.setTimeout(IDLE_MS, () => this.#drop(connection));
    socket.unref();
  }

  /** The one that was used last: it is the least likely to be closed. */
  take(): Connection | undefined {
    for (;;) {
      const connection = this.#idle.pop();
      if (connection === undefined) return undefined;
      const { socket, source } = connection;
      source.onEnd = () => {};
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.ref();
      if (isQuiet(connection)) return connection;
      socket.destroy();
    }
  }

  #drop(connection: Connection): void {
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
    connection.socket.destroy();
  }
}

/** It can carry another exchange, and nothing of the last is left on it. */
function isQuiet({ socket, source }: Connection): boolean {
  return !socket.destroyed && socket.writable && !source.ended && source.available === 0;
}
