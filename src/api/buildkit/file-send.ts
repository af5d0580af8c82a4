import type { GrpcClient, OutgoingCall } from '../../grpc/grpc-client.ts';
import type { TarEntry } from '../../support/tar/tar-format.ts';
import { PACKET, statOf } from './diff-copy.ts';
import { decode, encode } from './messages.ts';

const PATH = '/moby.filesync.v1.FileSend/DiffCopy';
const PIECE_BYTES = 32 * 1024;

/** Which of its exporters a client is to take it with (buildkit session/filesync). */
const exporterHeader = (exporter: number) => ({ 'buildkit-attachable-exporter-id': String(exporter) });

/** Gives a client a file in pieces. */
export async function sendFile(
  client: GrpcClient,
  exporter: number,
  pieces: Iterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  await withCall(client, exporter, signal, async call => {
    for (const piece of pieces) {
      for (let at = 0; at < piece.length; at += PIECE_BYTES) {
        await call.send(encode('BytesMessage', { data: piece.subarray(at, at + PIECE_BYTES) }));
      }
    }
    call.end();
    for await (const _ of call.messages) {
      // It has nothing to say; its status comes at the end.
    }
  });
}

/** Gives a client a directory (fsutil send.go): all its files are named, those that it asks for are sent. */
export async function sendDirectory(
  client: GrpcClient,
  exporter: number,
  files: readonly TarEntry[],
  signal: AbortSignal,
): Promise<number> {
  let sentBytes = 0;
  await withCall(client, exporter, signal, async call => {
    const send = async (packet: Uint8Array) => {
      sentBytes += packet.length;
      await call.send(packet);
    };
    for (const file of files) await send(encode('Packet', { type: PACKET.stat, stat: statOf(file) }));
    await call.send(encode('Packet', { type: PACKET.stat }));
    for await (const message of call.messages) {
      const { type, ID } = decode('Packet', message);
      if (type === PACKET.finished) {
        await call.send(encode('Packet', { type: PACKET.finished }));
        call.end();
      }
      if (type !== PACKET.request) continue;
      const { data } = files[ID] as TarEntry;
      for (let at = 0; at < data.length; at += PIECE_BYTES) {
        await send(encode('Packet', { type: PACKET.data, ID, data: data.subarray(at, at + PIECE_BYTES) }));
      }
      await call.send(encode('Packet', { type: PACKET.data, ID }));
    }
  });
  return sentBytes;
}

async function withCall(
  client: GrpcClient,
  exporter: number,
  signal: AbortSignal,
  talk: (call: OutgoingCall) => Promise<void>,
): Promise<void> {
  const call = client.open(PATH, exporterHeader(exporter));
  const cancel = () => call.cancel();
  signal.addEventListener('abort', cancel);
  try {
    await talk(call);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
