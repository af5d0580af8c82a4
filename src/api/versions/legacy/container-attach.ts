import { archiveContainerPath } from '../../../engine/containers/archive.ts';
import { type Attachment, attachContainer } from '../../../engine/containers/attach.ts';
import { isRunning } from '../../../engine/containers/running.ts';
import { DockerError, NotSimulatedError } from '../../../engine/errors.ts';
import { headerOf } from '../../../exchange/exchange.ts';
import { string, struct } from '../../../support/go-json/schema.ts';
import { attachedPeer, serveAttached } from '../../routes/attached-peer.ts';
import { chunks } from '../../routes/image-archive.ts';
import { RAW_STREAM } from '../../wire/stream-types.ts';
import { legacyContainer } from './find.ts';
import { boolOf, jsonOf, type LegacyHandler } from './legacy-call.ts';
import { LegacyError } from './legacy-error.ts';

/** POST /containers/{name}/attach: 200 with one header, then bytes, whatever the client wants to upgrade to. */
export const attachHandler: LegacyHandler = call => {
  const { engine, params, exchange, form } = call;
  const [logs, stream, stdin, stdout, stderr] = ['logs', 'stream', 'stdin', 'stdout', 'stderr'].map(name =>
    boolOf(call, name),
  ) as [boolean, boolean, boolean, boolean, boolean];
  const container = legacyContainer(engine, params.name ?? '');
  // server.go of 0.4.0 to 0.4.2
  const refused = stream && !isRunning(container) && (form === 1.1 || form === 1.2);
  const stays = stream && !refused && (stdin || stdout || stderr);
  // Until 0.5.0 the log's two files were shown one after the other.
  const apart = logs && form < 1.4;
  const past = apart
    ? (['stdout', 'stderr'] as const)
        .filter(name => (name === 'stdout' ? stdout : stderr))
        .flatMap(name => [...container.log].filter(entry => entry.stream === name))
    : [];
  const request = { logs: logs && !apart, stream: stays, stdin, stdout, stderr, detachKeys: '' };
  const attachment: Attachment = attachContainer(engine, container.id, request, exchange.signal);
  const serve = async (peer: ReturnType<typeof attachedPeer>) => {
    if (past.length > 0) await peer.output(past.map(({ stream, line }) => ({ stream, data: line })));
    await attachment.run(peer);
    if (!refused) return;
    const sentence = 'Error: Impossible to attach to a stopped container, start it first\n';
    await peer.output([{ stream: 'stdout', data: new TextEncoder().encode(sentence) }]);
  };
  return {
    whole: {
      status: 200,
      headers: [['Content-Type', RAW_STREAM]],
      hijack: taken => void serveAttached(taken, () => serve(attachedPeer(taken, false))),
    },
  };
};

/** GET /containers/{name}/attach/ws */
export const attachWebsocketHandler: LegacyHandler = () => {
  throw new NotSimulatedError('attaching by a websocket');
};

const copySchema = struct('docker.APICopy', { Resource: string, HostPath: string });

/** POST /containers/{name}/copy */
export const copyHandler: LegacyHandler = async call => {
  const contentType = headerOf(call.exchange.headers, 'Content-Type') ?? '';
  if (contentType !== 'application/json') {
    throw new LegacyError(`Content-Type not supported: ${contentType}`);
  }
  const { Resource } = await jsonOf(call, copySchema);
  if (Resource === '') throw new LegacyError('Resource cannot be empty');
  const { id } = legacyContainer(call.engine, call.params.name ?? '');
  const path = Resource.replace(/^\//, '');
  try {
    const { archive } = archiveContainerPath(call.engine, id, `/${path}`);
    return { status: 200, headers: [['Content-Type', 'application/octet-stream']], body: chunks(archive) };
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new LegacyError(`stat /var/lib/docker/containers/${id}/rootfs/${path}: no such file or directory`);
  }
};
