import { Socket } from 'node:net';

/** What ties the two ends of an in-memory connection. Kept beside the sockets, since a morphed one has no fields of ours. */
interface Link {
  peer: Socket;
  /** Acknowledges the peer's last write; held back while this end's buffer is full. */
  acknowledge: ((error?: Error) => void) | undefined;
  bytesWritten: number;
}

// Taken when the module loads: vi.useFakeTimers() must not keep a connection from ending.
const laterTurn = globalThis.setImmediate;

const links = new WeakMap<Socket, Link>();

function linkOf(socket: Socket): Link {
  return links.get(socket) as Link;
}

function broken(code: 'EPIPE' | 'ECONNRESET'): Error {
  const syscall = code === 'EPIPE' ? 'write' : 'read';
  return Object.assign(new Error(`${syscall} ${code}`), {
    code,
    syscall,
    errno: code === 'EPIPE' ? -32 : -104,
  });
}

/**
 * One end of a connection that never leaves the process: a real net.Socket without a handle, so that clients which
 * ask `instanceof` or call socket methods see what they expect. Writes are acknowledged when the other end has room
 * (backpressure), each direction is closed on its own, and it never keeps the event loop alive.
 */
export class MemorySocket extends Socket {
  override _read(): void {
    const link = linkOf(this);
    const acknowledge = link.acknowledge;
    link.acknowledge = undefined;
    if (acknowledge !== undefined) process.nextTick(acknowledge);
  }

  override _write(chunk: Uint8Array | string, encoding: BufferEncoding, done: (error?: Error) => void): void {
    const link = linkOf(this);
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    link.bytesWritten += bytes.length;
    // On a later tick, because a real socket never runs the reader inside the writer's call.
    process.nextTick(() => {
      if (link.peer.destroyed || link.peer.readableEnded) return done(broken('EPIPE'));
      if (link.peer.push(bytes)) done();
      else linkOf(link.peer).acknowledge = done;
    });
  }

  override _writev(
    chunks: Array<{ chunk: Uint8Array | string; encoding: BufferEncoding }>,
    done: (error?: Error) => void,
  ): void {
    const parts = chunks.map(({ chunk, encoding }) =>
      typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk,
    );
    MemorySocket.prototype._write.call(this, Buffer.concat(parts), 'utf8', done);
  }

  override _final(done: () => void): void {
    process.nextTick(() => {
      endReading(linkOf(this).peer);
      done();
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const link = linkOf(this);
    link.acknowledge?.(broken('EPIPE'));
    link.acknowledge = undefined;
    laterTurn(() => {
      if (link.peer.destroyed) return;
      if (error) link.peer.destroy(broken('ECONNRESET'));
      else endReading(link.peer);
    });
    super._destroy(error, done);
  }

  // @ts-expect-error: an accessor in Node too; its type says property
  override get bytesWritten(): number {
    return linkOf(this).bytesWritten;
  }

  override ref(): this {
    return this;
  }

  override unref(): this {
    return this;
  }

  override setNoDelay(): this {
    return this;
  }

  override setKeepAlive(): this {
    return this;
  }
}

function endReading(socket: Socket): void {
  const state = (socket as unknown as { _readableState: { ended: boolean } })._readableState;
  if (!socket.destroyed && !state.ended) socket.push(null);
}

function tie(one: Socket, other: Socket): void {
  links.set(one, { peer: other, acknowledge: undefined, bytesWritten: 0 });
  links.set(other, { peer: one, acknowledge: undefined, bytesWritten: 0 });
}

/** The client's end and the server's end of a fresh connection; the client's still says `connecting`. */
export function memorySocketPair(allowHalfOpen: boolean): { client: MemorySocket; server: MemorySocket } {
  const client = new MemorySocket({ allowHalfOpen });
  return { client, server: memoryPeerOf(client) };
}

/** Turns a socket that was never connected into the client's end of a connection; returns the server's end. */
export function morphIntoMemorySocket(socket: Socket): MemorySocket {
  Object.setPrototypeOf(socket, MemorySocket.prototype);
  return memoryPeerOf(socket);
}

function memoryPeerOf(client: Socket): MemorySocket {
  const server = new MemorySocket({ allowHalfOpen: true });
  (client as { connecting: boolean }).connecting = true;
  tie(client, server);
  return server;
}

/** Tells the client's end that it is connected, as a real socket does after its connect call. */
export function completeConnection(client: Socket, secure: boolean): void {
  (client as { connecting: boolean }).connecting = false;
  client.emit('connect');
  if (secure) client.emit('secureConnect');
  client.emit('ready');
}
