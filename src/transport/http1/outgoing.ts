import type { Duplex } from 'node:stream';
import type { ReplyBody } from '../../exchange/exchange.ts';

/** Below this, copying head and body into one buffer costs less than two writes. */
const JOIN_BYTES = 16 * 1024;

const LAST_CHUNK = '0\r\n\r\n';

/** Resolves once the socket can take more; rejects when it is gone. */
export function written(socket: Duplex, chunk: Uint8Array | string): Promise<void> {
  if (socket.destroyed || socket.writableEnded) return Promise.reject(new Error('the connection is closed'));
  return socket.write(chunk, 'latin1') ? Promise.resolve() : drained(socket);
}

export function drained(socket: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      if (socket.destroyed) reject(new Error('the connection is closed'));
      else resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}

/** One chunk in chunked coding, or as it is; resolves once the socket can take more. */
export function writePiece(socket: Duplex, chunk: Uint8Array, chunked: boolean): Promise<void> {
  if (!chunked) return written(socket, chunk);
  if (chunk.length === 0) return Promise.resolve(); // an empty chunk would end the body
  const size = `${chunk.length.toString(16)}\r\n`;
  if (chunk.length < JOIN_BYTES)
    return written(socket, Buffer.concat([Buffer.from(size), chunk, Buffer.from('\r\n')]));
  socket.cork();
  socket.write(size, 'latin1');
  socket.write(chunk);
  const done = written(socket, '\r\n');
  socket.uncork();
  return done;
}

/** Writes a head and a whole body with as few writes as their sizes allow. */
export function writeWhole(socket: Duplex, head: string, body: Uint8Array, chunked: boolean): Promise<void> {
  const before = chunked && body.length > 0 ? `${head}${body.length.toString(16)}\r\n` : head;
  const after = chunked ? `${body.length > 0 ? '\r\n' : ''}${LAST_CHUNK}` : '';
  if (body.length < JOIN_BYTES) {
    return written(socket, Buffer.concat([Buffer.from(before, 'latin1'), body, Buffer.from(after)]));
  }
  socket.cork();
  socket.write(before, 'latin1');
  socket.write(body);
  const done =
    after === '' ? (socket.writableNeedDrain ? drained(socket) : Promise.resolve()) : written(socket, after);
  socket.uncork();
  return done;
}

/** Writes a body as it is produced; returns how many bytes it had. Stops the producer when the socket is gone. */
export async function writeProduced(
  socket: Duplex,
  body: AsyncIterable<Uint8Array>,
  chunked: boolean,
): Promise<number> {
  let length = 0;
  const iterator = body[Symbol.asyncIterator]();
  const gone = () => void iterator.return?.().catch(() => {});
  socket.once('close', gone);
  try {
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) break;
      length += value.length;
      await writePiece(socket, value, chunked);
    }
  } catch (error) {
    gone();
    throw error;
  } finally {
    socket.off('close', gone);
  }
  if (chunked) await written(socket, LAST_CHUNK);
  return length;
}

export function isProduced(body: ReplyBody): body is AsyncIterable<Uint8Array> {
  return !(body instanceof Uint8Array);
}
