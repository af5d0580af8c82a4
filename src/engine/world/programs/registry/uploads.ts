import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { strftime } from '../strftime.ts';
import { type Answer, errorAnswer } from './answers.ts';
import type { Configuration } from './configuration.ts';
import type { Call } from './routes.ts';
import {
  blobPath,
  DIGEST,
  digestOfFile,
  exists,
  layerLink,
  makeParents,
  readLink,
  removeTree,
  statusOf,
  uploadPath,
  writeText,
} from './store.ts';

/** POST /v2/NAME/blobs/uploads/: begins an upload, or takes a blob over from another repository. */
export function* startUpload({ configuration, query, name, base }: Call): Sys<Answer> {
  const { root } = configuration;
  const mount = query.get('mount') ?? '';
  const from = query.get('from') ?? '';
  if (DIGEST.test(mount) && (yield* exists(layerLink(root, from, mount)))) {
    yield* writeText(layerLink(root, name, mount), mount);
    return created(base, name, mount);
  }
  const uuid = uuidOf(yield* sys.random(16));
  const path = uploadPath(root, name, uuid);
  const startedAt = strftime('%Y-%m-%dT%H:%M:%SZ', yield* sys.now());
  yield* writeText(`${path}/data`, '');
  yield* writeText(`${path}/startedat`, startedAt);
  return progress(base, name, uuid, { status: 202, size: 0, startedAt });
}

/** GET, PATCH, PUT and DELETE /v2/NAME/blobs/uploads/UUID. What PATCH and PUT bring lies in the upload's file by now. */
export function* uploads(call: Call): Sys<Answer> {
  const { configuration, request, query, name, reference: uuid, base } = call;
  if (!isStateOf(query, uuid)) return errorAnswer('BLOB_UPLOAD_INVALID', {});
  const path = uploadPath(configuration.root, name, uuid);
  const status = yield* statusOf(`${path}/data`);
  if (status === undefined) return errorAnswer('BLOB_UPLOAD_UNKNOWN', {});
  if (request.method === 'PUT') return yield* complete(call, path);
  if (request.method === 'DELETE') {
    yield* removeTree(path);
    return { status: 204, headers: [['Docker-Upload-Uuid', uuid]] };
  }
  const startedAt = (yield* readLink(`${path}/startedat`)) ?? '';
  const size = { size: status.size, startedAt };
  return progress(base, name, uuid, { status: request.method === 'PATCH' ? 202 : 204, ...size });
}

function* complete({ configuration, query, name, base }: Call, path: string): Sys<Answer> {
  const { root } = configuration;
  const wanted = query.get('digest') ?? '';
  if (wanted === '') return errorAnswer('DIGEST_INVALID', 'digest missing');
  if (!DIGEST.test(wanted)) return errorAnswer('DIGEST_INVALID', 'digest parsing failed');
  const found = yield* digestOfFile(`${path}/data`);
  if (found !== wanted) {
    yield* removeTree(path);
    return errorAnswer('DIGEST_INVALID', { Digest: wanted, Reason: {} });
  }
  const blob = blobPath(root, wanted);
  if (!(yield* exists(blob))) {
    yield* makeParents(blob);
    yield* sys.rename(`${path}/data`, blob);
  }
  yield* writeText(layerLink(root, name, wanted), wanted);
  yield* removeTree(path);
  return created(base, name, wanted);
}

/** The file of an upload, opened for more; undefined where there is no such upload. */
export function* uploadFileOf(
  { root }: Configuration,
  name: string,
  uuid: string,
  query: URLSearchParams,
): Sys<number | undefined> {
  if (!isStateOf(query, uuid)) return undefined;
  const path = `${uploadPath(root, name, uuid)}/data`;
  const fd = yield* outcome(sys.open(path, { write: true, append: true }));
  return fd instanceof Errno ? undefined : fd;
}

const created = (base: string, name: string, digest: string): Answer => ({
  status: 201,
  headers: [
    ['Content-Length', '0'],
    ['Docker-Content-Digest', digest],
    ['Location', `${base}/v2/${name}/blobs/${digest}`],
  ],
});

interface Upload {
  readonly status: number;
  readonly size: number;
  readonly startedAt: string;
}

function progress(base: string, name: string, uuid: string, { status, size, startedAt }: Upload): Answer {
  const state = stateOf({ Name: name, UUID: uuid, Offset: size, StartedAt: startedAt });
  return {
    status,
    headers: [
      ...(status === 204 ? [] : ([['Content-Length', '0']] as const)),
      ['Docker-Upload-Uuid', uuid],
      ['Location', `${base}/v2/${name}/blobs/uploads/${uuid}?_state=${state}`],
      ['Range', `0-${Math.max(0, size - 1)}`],
    ],
  };
}

/** What the real one signs as well; a client gives it back unread (registry/handlers/hmac.go). */
function stateOf(state: object): string {
  return btoa(JSON.stringify(state)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '%3D');
}

function isStateOf(query: URLSearchParams, uuid: string): boolean {
  try {
    const text = atob((query.get('_state') ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(text).UUID === uuid;
  } catch {
    return false;
  }
}

function uuidOf(random: Uint8Array): string {
  const bytes = random.slice();
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
