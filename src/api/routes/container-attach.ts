import { type Attachment, attachContainer } from '../../engine/containers/attach.ts';
import { DockerError } from '../../engine/errors.ts';
import type { OutputChunk } from '../../engine/exec/output-hub.ts';
import type { ApiReply, Call, Handler } from '../call.ts';
import { errorReply } from '../error-reply.ts';
import { MULTIPLEXED_STREAM, RAW_STREAM } from '../wire/stream-types.ts';
import { webSocketHandshake, webSocketStream } from '../wire/web-socket.ts';
import { attachedPeer, serveAttached } from './attached-peer.ts';

/** POST /containers/{name}/attach */
export const attachHandler: Handler = call => {
  let attachment: Attachment;
  try {
    attachment = attach(call);
  } catch (error) {
    if (error instanceof DockerError) return refusal(error);
    throw error;
  }
  const framed = !attachment.container.config.Tty;
  return {
    bare: true,
    contentType: framed ? MULTIPLEXED_STREAM : RAW_STREAM,
    hijack: stream => {
      void serveAttached(stream, () => attachment.run(attachedPeer(stream, framed)));
    },
  };
};

/** GET /containers/{name}/attach/ws: a container that cannot be attached to comes before what is wrong with the WebSocket. */
export const attachWebSocketHandler: Handler = call => {
  const attachment = attach(call);
  const handshake = webSocketHandshake(call.exchange);
  if ('refusal' in handshake) {
    attachment.cancel();
    return handshake.refusal;
  }
  return {
    headers: handshake.accepted,
    takeOver: connection => {
      const stream = webSocketStream(connection);
      // Both kinds of output in one, even without a terminal (MuxStreams is false there), a message a write.
      const output = async (chunks: readonly OutputChunk[]) => {
        for (const { data } of chunks) await stream.write(data);
      };
      void serveAttached(stream, () => attachment.run({ ...attachedPeer(stream, false), output }));
    },
  };
};

function attach({ engine, params, query, exchange }: Call): Attachment {
  const request = {
    stdin: query.bool('stdin'),
    stdout: query.bool('stdout'),
    stderr: query.bool('stderr'),
    logs: query.bool('logs'),
    stream: query.bool('stream'),
    detachKeys: query.text('detachKeys'),
  };
  return attachContainer(engine, params.name ?? '', request, exchange.signal);
}

/** Written by hand in dockerd, too: the sentence alone, not as JSON (container_routes.go, postContainersAttach). */
function refusal(error: DockerError): ApiReply {
  const { status } = errorReply(error) as { status: number };
  return {
    status,
    raw: {
      headers: [['Content-Type', RAW_STREAM]],
      body: new TextEncoder().encode(`${error.message}\r\n`),
    },
  };
}
