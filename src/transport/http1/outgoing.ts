import type { Duplex } from 'node:stream';
import type { LendingBody, LentBytes, ReplyBody } from '../../exchange/exchange.ts';

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

/**
 * Writes bytes of which no copy is kept: resolves once they are out of our hands, `undefined` where they are at once.
 * Not for sockets in memory, whose peer gets the bytes themselves.
 */
export function lent(socket: Duplex, chunk: Uint8Array): Promise<void> | undefined {
  if (socket.destroyed || socket.writableEnded) return Promise.reject(new Error('the connection is closed'));
  let fail: ((error: Error) => void) | undefined;
  let done: (() => void) | undefined;
  socket.write(chunk, error => (error ? fail?.(error) : done?.()));
  if (socket.writableLength === 0) return undefined;
  return new Promise((resolve, reject) => {
    done = resolve;
    fail = reject;
  });
}

/** As `writeProduced`, of a body that lends its bytes; what is in chunked coding already goes out as it came in. */
export async function writeLent(socket: Duplex, body: LendingBody, chunked: boolean): Promise<number> {
  let length = 0;
  let coded = false;
  await body.lendTo(({ pieces, wire }: LentBytes) => {
    for (const piece of pieces) length += piece.length;
    coded ||= wire !== undefined;
    if (chunked && wire !== undefined) return lent(socket, wire);
    const bytes = pieces.length === 1 && !chunked ? (pieces[0] as Uint8Array) : coding(pieces, chunked);
    return lent(socket, bytes);
  });
  if (chunked && !coded) await written(socket, LAST_CHUNK);
  return length;
}

function coding(pieces: readonly Uint8Array[], chunked: boolean): Uint8Array {
  if (!chunked) return Buffer.concat(pieces);
  const coded = pieces.flatMap(piece => [
    Buffer.from(`${piece.length.toString(16)}\r\n`),
    piece,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat(coded);
}

export function isProduced(body: ReplyBody): body is AsyncIterable<Uint8Array> {
  return !(body instanceof Uint8Array);
}
