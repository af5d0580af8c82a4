import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt, outcome } from '../attempt.ts';
import { readFile } from '../input.ts';
import { decodeText } from '../text.ts';
import { type Answer, errorAnswer, errorsAnswer } from './answers.ts';
import { INDEX_TYPES, MANIFEST_TYPES, type Manifest, readManifest } from './read-manifest.ts';
import type { Call } from './routes.ts';
import {
  blobPath,
  DIGEST,
  exists,
  layerLink,
  namesIn,
  putBlob,
  readLink,
  removeTree,
  revisionLink,
  tagIndexLink,
  tagLink,
  tagsPath,
  writeText,
} from './store.ts';

const { oci: OCI_MANIFEST } = MANIFEST_TYPES;
const { docker: DOCKER_LIST, oci: OCI_INDEX } = INDEX_TYPES;

/** GET, HEAD, PUT and DELETE /v2/NAME/manifests/TAG-OR-DIGEST */
export function* manifests(call: Call): Sys<Answer> {
  if (call.request.method === 'PUT') return yield* put(call);
  if (call.request.method === 'DELETE') return yield* remove(call);
  return yield* get(call);
}

interface Stored {
  readonly digest: string;
  readonly text: string;
  readonly mediaType: string;
}

function* stored({ configuration: { root }, name }: Call, digest: string): Sys<Stored | undefined> {
  if (!(yield* exists(revisionLink(root, name, digest)))) return undefined;
  const content = yield* attempt(readFile(blobPath(root, digest)));
  if (content === undefined) return undefined;
  const text = decodeText(content);
  const { mediaType, config } = JSON.parse(text) as Manifest;
  // An OCI manifest need not say what it is.
  return { digest, text, mediaType: mediaType ?? (config === undefined ? OCI_INDEX : OCI_MANIFEST) };
}

function* get(call: Call): Sys<Answer> {
  const { configuration, request, name, reference } = call;
  const isTag = !reference.includes(':');
  const digest = isTag ? yield* readLink(tagLink(configuration.root, name, reference)) : reference;
  if (digest === undefined) return errorAnswer('MANIFEST_UNKNOWN', { Tag: reference });
  if (!DIGEST.test(digest)) return errorAnswer('DIGEST_INVALID', {});
  if (request.headers.get('if-none-match') === `"${digest}"`) return { status: 304 };
  const found = yield* stored(call, digest);
  if (found === undefined) return errorAnswer('MANIFEST_UNKNOWN', { Name: name, Revision: digest });
  const accepts = (request.headers.get('accept') ?? '').split(',').map(each => each.split(';')[0]?.trim());
  if (found.mediaType === OCI_MANIFEST && !accepts.includes(OCI_MANIFEST)) return unaccepted('OCI manifest');
  if (found.mediaType === OCI_INDEX && !accepts.includes(OCI_INDEX)) return unaccepted('OCI index');
  const isOldClient = isTag && found.mediaType === DOCKER_LIST && !accepts.includes(DOCKER_LIST);
  const shown = isOldClient ? yield* ofDefaultPlatform(call, found) : found;
  return shown === undefined ? errorAnswer('MANIFEST_UNKNOWN') : manifestAnswer(shown);
}

function unaccepted(what: 'OCI manifest' | 'OCI index'): Answer {
  const plural = what === 'OCI index' ? 'OCI indexes' : 'OCI manifests';
  return errorAnswer(
    'MANIFEST_UNKNOWN',
    undefined,
    `${what} found, but accept header does not support ${plural}`,
  );
}

/** Who does not know manifest lists gets the manifest for linux/amd64. */
function* ofDefaultPlatform(call: Call, list: Stored): Sys<Stored | undefined> {
  const { manifests: listed = [] } = JSON.parse(list.text) as Manifest;
  const chosen = listed.find(({ platform }) => platform?.architecture === 'amd64' && platform.os === 'linux');
  return chosen && (yield* stored(call, chosen.digest));
}

function manifestAnswer({ digest, text, mediaType }: Stored): Answer {
  return {
    status: 200,
    headers: [
      ['Content-Length', String(new TextEncoder().encode(text).length)],
      ['Content-Type', mediaType],
      ['Docker-Content-Digest', digest],
      ['Etag', `"${digest}"`],
    ],
    body: text,
  };
}

function* put(call: Call): Sys<Answer> {
  const { configuration, request, name, reference, base } = call;
  const { root } = configuration;
  const read = readManifest(request.headers.get('content-type') ?? '', request.body);
  if ('problem' in read) return read.problem;
  const missing: string[] = [];
  for (const { digest, link } of read.references) {
    const path = link === 'blob' ? layerLink(root, name, digest) : revisionLink(root, name, digest);
    if (!(yield* exists(path))) missing.push(digest);
  }
  const isTag = !reference.includes(':');
  if (!isTag && DIGEST.test(reference) && reference !== read.digest) return errorAnswer('DIGEST_INVALID');
  if (missing.length > 0)
    return errorsAnswer(missing.map(detail => ({ code: 'MANIFEST_BLOB_UNKNOWN', detail })));
  const digest = yield* putBlob(root, request.body);
  yield* writeText(revisionLink(root, name, digest), digest);
  if (isTag) {
    yield* writeText(tagLink(root, name, reference), digest);
    yield* writeText(tagIndexLink(root, name, reference, digest), digest);
  } else if (!DIGEST.test(reference)) {
    // The real one takes it for a tag, and fails at the colon.
    const path = tagIndexLink('/docker/registry/v2', name, reference, digest);
    return errorAnswer('UNKNOWN', { Path: path, DriverName: 'filesystem' });
  }
  return {
    status: 201,
    headers: [
      ['Docker-Content-Digest', digest],
      ['Location', `${base}/v2/${name}/manifests/${digest}`],
    ],
  };
}

function* remove({ configuration, name, reference: digest }: Call): Sys<Answer> {
  const { root, deletes } = configuration;
  if (!deletes) return errorAnswer('UNSUPPORTED');
  if (!DIGEST.test(digest)) return errorAnswer('DIGEST_INVALID');
  const link = revisionLink(root, name, digest);
  if (!(yield* exists(link))) return errorAnswer('MANIFEST_UNKNOWN');
  yield* outcome(sys.unlink(link));
  for (const tag of (yield* namesIn(tagsPath(root, name))) ?? []) {
    if ((yield* readLink(tagLink(root, name, tag))) === digest)
      yield* removeTree(`${tagsPath(root, name)}/${tag}`);
  }
  return { status: 202 };
}
