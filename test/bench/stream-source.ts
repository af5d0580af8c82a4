/**
 * A server for `recording.ts`: `/_ping`, and a body of as many megabytes as the path says, chunked as Go writes it
 * (`/images/get/1024`), or without framing on a connection that was taken over (`POST /attach/1024`). Its one argument
 * is the socket.
 */
import { createServer, type Socket } from 'node:net';

const MEGABYTE = 1 << 20;
/** Go copies in pieces of 32 KB, and writes each as one chunk. */
const GO_CHUNK = 32 << 10;

const content = Buffer.alloc(MEGABYTE, 'what a container says, line after line, is mostly text\n');
const chunked = Buffer.concat(
  Array.from({ length: MEGABYTE / GO_CHUNK }, (_, index) => [
    Buffer.from(`${GO_CHUNK.toString(16)}\r\n`),
    content.subarray(index * GO_CHUNK, (index + 1) * GO_CHUNK),
    Buffer.from('\r\n'),
  ]).flat(),
);
const answer = (body: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n${body}`;

async function send(socket: Socket, head: string, piece: Buffer, count: number, tail: string): Promise<void> {
  socket.write(head);
  for (let sent = 0; sent < count; sent += 1) {
    if (!socket.write(piece)) await new Promise(resolve => socket.once('drain', resolve));
  }
  socket.write(tail);
}

createServer(socket => {
  socket.on('error', () => {});
  socket.on('data', data => {
    const [, method, path = '', megabytes] = /^(\w+) (\S*?)(?:\/(\d+))? /.exec(String(data)) ?? [];
    if (path === '/_ping') socket.write(answer('OK'));
    else if (megabytes === undefined)
      socket.write(answer('{}')); // what the recorder asks before it begins
    else if (method === 'POST') {
      const head = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n';
      void send(socket, head, content, Number(megabytes), '').then(() => socket.end());
    } else {
      const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n\r\n';
      void send(socket, head, chunked, Number(megabytes), '0\r\n\r\n');
    }
  });
}).listen(process.argv[2], () => process.stdout.write('listening\n'));
