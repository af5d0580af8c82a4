import {
  archiveContainerPath,
  extractToContainer,
  type PathStat,
  statContainerPath,
} from '../../engine/containers/archive.ts';
import { containerChanges } from '../../engine/containers/changes.ts';
import { exportContainer } from '../../engine/containers/export.ts';
import { invalidParameter } from '../../engine/errors.ts';
import { toBase64 } from '../../support/base64.ts';
import { concatBytes } from '../../support/concat-bytes.ts';
import type { Call, Handler } from '../call.ts';
import { GO_BUFFER_BYTES } from '../reply.ts';
import { readBody } from '../wire/body.ts';
import { chunks } from './image-archive.ts';

/** HEAD /containers/{name}/archive */
export const archiveInfoHandler: Handler = call => ({
  status: 200,
  headers: [statHeader(statContainerPath(call.engine, call.params.name ?? '', pathOf(call)))],
});

/** GET /containers/{name}/archive */
export const archiveHandler: Handler = call => {
  const { stat, archive } = archiveContainerPath(call.engine, call.params.name ?? '', pathOf(call));
  return {
    status: 200,
    headers: [['Content-Type', 'application/x-tar'], statHeader(stat)],
    body: bufferedStart(archive),
  };
};

/** dockerd copies an archive without flushing: what fits into Go's buffer goes out with its length. */
function bufferedStart(archive: Iterator<Uint8Array>): Uint8Array | AsyncIterable<Uint8Array> {
  const start: Uint8Array[] = [];
  let length = 0;
  while (length <= GO_BUFFER_BYTES) {
    const next = archive.next();
    if (next.done) return concatBytes(start);
    start.push(next.value);
    length += next.value.length;
  }
  return chunks(followedBy(start, archive));
}

function* followedBy(start: Iterable<Uint8Array>, rest: Iterator<Uint8Array>): Generator<Uint8Array> {
  yield* start;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

/** PUT /containers/{name}/archive */
export const putArchiveHandler: Handler = async call => {
  const { engine, params, query, exchange } = call;
  const request = {
    path: pathOf(call),
    copyUidGid: query.bool('copyUIDGID'),
    noOverwriteDirNonDir: query.bool('noOverwriteDirNonDir'),
  };
  await extractToContainer(engine, params.name ?? '', request, () => readBody(exchange));
  return { status: 200 };
};

/** GET /containers/{name}/changes */
export const changesHandler: Handler = ({ engine, params }) => ({
  status: 200,
  json: containerChanges(engine, params.name ?? ''),
});

/** GET /containers/{name}/export */
export const exportHandler: Handler = ({ engine, params }) => ({
  status: 200,
  body: chunks(exportContainer(engine, params.name ?? '')),
});

function pathOf({ query }: Call): string {
  const path = query.text('path');
  // The missing space is dockerd's own.
  if (path === '') throw invalidParameter('bad parameter: pathcannot be empty');
  return path;
}

function statHeader(stat: PathStat): readonly [string, string] {
  const bytes = new TextEncoder().encode(JSON.stringify(stat));
  return ['X-Docker-Container-Path-Stat', toBase64(bytes)];
}
