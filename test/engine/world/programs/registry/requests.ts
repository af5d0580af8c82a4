import { createHash } from 'node:crypto';

/** `{location}`, `{path}` of what the last reply's Location named, and `{digest NAME}` stand in requests. */
export interface Step {
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const LAYER = 'not really a layer\n';
const CONFIG = '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]},"config":{}}';
const UNKNOWN = `sha256:${'0'.repeat(64)}`;

const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

const descriptor = (mediaType: string, text: string) => ({
  mediaType,
  size: text.length,
  digest: digestOf(text),
});

const manifest = (mediaType: string, configType: string, layerType: string, layer = LAYER) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: descriptor(configType, CONFIG),
    layers: [descriptor(layerType, layer)],
  });

const DOCKER = manifest(
  DOCKER_MANIFEST,
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.docker.image.rootfs.diff.tar.gzip',
);
const OCI = manifest(
  OCI_MANIFEST,
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.oci.image.layer.v1.tar+gzip',
);
const INDEX = JSON.stringify({
  schemaVersion: 2,
  mediaType: OCI_INDEX,
  manifests: [{ ...descriptor(OCI_MANIFEST, OCI), platform: { architecture: 'amd64', os: 'linux' } }],
});
const LIST = JSON.stringify({
  schemaVersion: 2,
  mediaType: DOCKER_LIST,
  manifests: [{ ...descriptor(DOCKER_MANIFEST, DOCKER), platform: { architecture: 'amd64', os: 'linux' } }],
});

const get = (target: string, headers: Record<string, string> = {}): Step => ({
  method: 'GET',
  target,
  headers,
});
const send = (method: string, target: string, body = '', headers: Record<string, string> = {}): Step => ({
  method,
  target,
  body,
  headers,
});
const upload = (repository: string) => send('POST', `/v2/${repository}/blobs/uploads/`);
const put = (repository: string, tag: string, type: string, body: string) =>
  send('PUT', `/v2/${repository}/manifests/${tag}`, body, { 'Content-Type': type });

const BASICS: readonly Step[] = [
  get('/v2/'),
  get('/v2'),
  get('/'),
  get('/v2/_catalog'),
  get('/v2/nope/tags/list'),
  get('/v2/nope/manifests/latest'),
  send('HEAD', '/v2/nope/manifests/latest'),
  get(`/v2/nope/manifests/${UNKNOWN}`),
  get(`/v2/nope/blobs/${UNKNOWN}`),
  send('HEAD', `/v2/nope/blobs/${UNKNOWN}`),
  get('/v2/nope/blobs/sha256:12'),
  get('/v2/UPPER/manifests/latest'),
  get('/v2/nope/elsewhere'),
  send('POST', '/v2/'),
  send('PUT', '/v2/_catalog'),
  send('DELETE', '/v2/nope/tags/list'),
  send('DELETE', `/v2/nope/manifests/${UNKNOWN}`),
  send('DELETE', '/v2/nope/manifests/latest'),
  send('DELETE', `/v2/nope/blobs/${UNKNOWN}`),
];

const UPLOADS: readonly Step[] = [
  upload('one'),
  get('{location}'),
  send('PATCH', '{location}', LAYER.slice(0, 10), { 'Content-Type': 'application/octet-stream' }),
  get('{location}'),
  send('PATCH', '{location}', 'x', { 'Content-Range': '3-3', 'Content-Type': 'application/octet-stream' }),
  send('PATCH', '{location}', LAYER.slice(10), {
    'Content-Range': `10-${LAYER.length - 1}`,
    'Content-Type': 'application/octet-stream',
  }),
  send('PUT', '{location}'),
  send('PUT', `{location}&digest=nonsense`),
  send('PUT', `{location}&digest=${UNKNOWN}`),
  upload('one'),
  send('PATCH', '{location}', LAYER),
  send('PUT', `{location}&digest=${digestOf(LAYER)}`),
  get('{location}'),
  send('HEAD', `/v2/one/blobs/${digestOf(LAYER)}`),
  get(`/v2/one/blobs/${digestOf(LAYER)}`, { Range: 'bytes=4-9' }),
  get(`/v2/one/blobs/${digestOf(LAYER)}`, { Range: 'bytes=99-' }),
  get(`/v2/one/blobs/${digestOf(LAYER)}`, { 'If-None-Match': `"${digestOf(LAYER)}"` }),
  send('POST', `/v2/one/blobs/${digestOf(LAYER)}`),
  // At once: POST and PUT with everything.
  upload('one'),
  send('PUT', `{location}&digest=${digestOf(CONFIG)}`, CONFIG, {
    'Content-Type': 'application/octet-stream',
  }),
  send('POST', `/v2/one/blobs/uploads/?digest=${digestOf('at once')}`, 'at once'),
  // Given up.
  upload('one'),
  send('DELETE', '{location}'),
  get('{location}'),
  send('PATCH', '{location}', 'x'),
  send('PUT', `{location}&digest=${digestOf(LAYER)}`),
  get('/v2/one/blobs/uploads/nonsense'),
  get('/v2/one/blobs/uploads/6b3c9a93-af5d-473f-a4ff-9710022185cd'),
  // From another repository.
  send('POST', `/v2/two/blobs/uploads/?mount=${digestOf(LAYER)}&from=one`),
  send('HEAD', `/v2/two/blobs/${digestOf(LAYER)}`),
  send('POST', `/v2/two/blobs/uploads/?mount=${UNKNOWN}&from=one`),
  send('POST', `/v2/two/blobs/uploads/?mount=${digestOf(LAYER)}&from=nope`),
  send('POST', `/v2/two/blobs/uploads/?mount=nonsense&from=one`),
];

const MANIFESTS: readonly Step[] = [
  put('one', 'bad', DOCKER_MANIFEST, '{'),
  put('one', 'bad', DOCKER_MANIFEST, ''),
  put('one', 'bad', 'text/plain', DOCKER),
  put('one', 'bad', OCI_MANIFEST, DOCKER),
  put('one', 'bad', DOCKER_MANIFEST, DOCKER.replace('"schemaVersion":2', '"schemaVersion":7')),
  put('one', 'bad', DOCKER_MANIFEST, manifest(DOCKER_MANIFEST, 'c', 'l', 'unknown layer')),
  put('one', 'bad', OCI_INDEX, INDEX),
  put('one', UNKNOWN, DOCKER_MANIFEST, DOCKER),
  put('one', 'sha256:12', DOCKER_MANIFEST, DOCKER),
  put('one', 'bad tag', DOCKER_MANIFEST, DOCKER),
  put('one', 'v1', DOCKER_MANIFEST, DOCKER),
  put('one', 'v1', DOCKER_MANIFEST, DOCKER),
  put('one', digestOf(OCI), OCI_MANIFEST, OCI),
  put('one', 'oci', OCI_MANIFEST, OCI),
  put('one', 'index', OCI_INDEX, INDEX),
  put('one', 'list', DOCKER_LIST, LIST),
  get('/v2/one/tags/list'),
  get('/v2/one/tags/list?n=2'),
  get('/v2/one/tags/list?n=2&last=index'),
  get('/v2/one/tags/list?n=x'),
  get('/v2/_catalog'),
  get('/v2/_catalog?n=1'),
  get('/v2/_catalog?n=1&last=one'),
  get('/v2/_catalog?n=-1'),
  get('/v2/_catalog?n=0'),
  get('/v2/one/manifests/v1', { Accept: DOCKER_MANIFEST }),
  get('/v2/one/manifests/oci', { Accept: OCI_MANIFEST }),
  get('/v2/one/manifests/index', { Accept: OCI_INDEX }),
  get('/v2/one/manifests/list', { Accept: `${DOCKER_LIST}, ${DOCKER_MANIFEST}` }),
  get('/v2/one/manifests/list', { Accept: DOCKER_MANIFEST }),
  get('/v2/one/manifests/list'),
  get('/v2/one/manifests/oci'),
  get('/v2/one/manifests/index'),
  get(`/v2/one/manifests/${digestOf(DOCKER)}`, { Accept: DOCKER_MANIFEST }),
  send('HEAD', '/v2/one/manifests/v1', '', { Accept: DOCKER_MANIFEST }),
  get('/v2/one/manifests/v1', { Accept: DOCKER_MANIFEST, 'If-None-Match': `"${digestOf(DOCKER)}"` }),
  get(`/v2/two/manifests/${digestOf(DOCKER)}`, { Accept: DOCKER_MANIFEST }),
  send('POST', '/v2/one/manifests/v1'),
];

const DELETIONS: readonly Step[] = [
  send('DELETE', '/v2/one/manifests/oci'),
  send('DELETE', `/v2/one/manifests/${digestOf(OCI)}`),
  send('DELETE', `/v2/one/manifests/${digestOf(OCI)}`),
  get('/v2/one/manifests/oci', { Accept: OCI_MANIFEST }),
  get('/v2/one/tags/list'),
  send('DELETE', `/v2/one/blobs/${digestOf('at once')}`),
  send('DELETE', `/v2/one/blobs/${digestOf('at once')}`),
  get(`/v2/one/blobs/${digestOf('at once')}`),
  put('deep/er/repository', 'x', DOCKER_MANIFEST, DOCKER),
  send('POST', `/v2/deep/er/repository/blobs/uploads/?mount=${digestOf(LAYER)}&from=one`),
  send('POST', `/v2/deep/er/repository/blobs/uploads/?mount=${digestOf(CONFIG)}&from=one`),
  put('deep/er/repository', 'x', DOCKER_MANIFEST, DOCKER),
  get('/v2/_catalog'),
];

/** With REGISTRY_STORAGE_DELETE_ENABLED, and without. */
export const CONVERSATIONS: Readonly<Record<string, readonly Step[]>> = {
  'deletions allowed': [...BASICS, ...UPLOADS, ...MANIFESTS, ...DELETIONS],
  'as it comes': [
    ...BASICS.slice(-3),
    ...UPLOADS.slice(9, 12),
    send('DELETE', `/v2/one/blobs/${digestOf(LAYER)}`),
  ],
};

/** The request as it is sent, after a reply that named `location`. */
export function requestText({ method, target, headers = {}, body }: Step, location: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length =
    body === undefined || body === ''
      ? method === 'GET' || method === 'HEAD'
        ? ''
        : 'Content-Length: 0\r\n'
      : `Content-Length: ${body.length}\r\n`;
  const path = target.replace('{location}', location).replaceAll(' ', '%20');
  return `${method} ${path} HTTP/1.1\r\nHost: registry:5000\r\n${lines.join('')}${length}Connection: close\r\n\r\n${body ?? ''}`;
}

/** Where the reply leads to, without its host. */
export function locationOf(reply: string): string | undefined {
  return /^Location: (?:http:\/\/[^/]*)?(.*)\r$/m.exec(reply)?.[1];
}

/** Without the names of uploads and the time of day. */
export function normalise(reply: string): string {
  return reply
    .replace(/^Date: .*\r$/m, 'Date: -\r')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
    .replace(/_state=[\w%=-]+/g, '_state=STATE');
}
