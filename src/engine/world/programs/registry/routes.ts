import type { Sys } from '../../process/system-call.ts';
import type { HttpRequest, HttpRequestHead, HttpResponse } from '../http/server.ts';
import { type Answer, finish, methodNotAllowed, PAGE_NOT_FOUND } from './answers.ts';
import { blobs } from './blobs.ts';
import type { Configuration } from './configuration.ts';
import { catalog, tags } from './lists.ts';
import { manifests } from './manifests.ts';
import { startUpload, uploadFileOf, uploads } from './uploads.ts';

/** A request to one of the API's routes. */
export interface Call {
  readonly configuration: Configuration;
  readonly request: HttpRequest;
  readonly query: URLSearchParams;
  /** The repository; empty for the catalogue. */
  readonly name: string;
  /** The last part of the path: a tag, a digest, an upload. */
  readonly reference: string;
  /** `http://registry:5000` as the client called it, for what Location names. */
  readonly base: string;
}

interface Route {
  /** In the order of the alphabet. */
  readonly methods: readonly string[];
  readonly answer: (call: Call) => Sys<Answer>;
}

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const NAME = `${COMPONENT}(?:/${COMPONENT})*`;
const REFERENCE = '[\\w][\\w.-]{0,127}|[A-Za-z][\\w+.-]*:[0-9a-fA-F]+';

const WELCOME: Answer = {
  status: 200,
  headers: [
    ['Content-Length', '2'],
    ['Content-Type', 'application/json; charset=utf-8'],
  ],
  body: '{}',
};

/** What is done with a path (distribution api/v2/descriptors.go), tried in this order. */
const ROUTES: ReadonlyArray<readonly [path: RegExp, route: Route]> = [
  [/^\/v2\/_catalog$/, { methods: ['GET'], answer: catalog }],
  [new RegExp(`^/v2/(${NAME})/tags/list$`), { methods: ['GET'], answer: tags }],
  [
    new RegExp(`^/v2/(${NAME})/manifests/(${REFERENCE})$`),
    { methods: ['DELETE', 'GET', 'HEAD', 'PUT'], answer: manifests },
  ],
  [new RegExp(`^/v2/(${NAME})/blobs/uploads/?$`), { methods: ['POST'], answer: startUpload }],
  [
    new RegExp(`^/v2/(${NAME})/blobs/uploads/([a-zA-Z0-9._=-]+)$`),
    { methods: ['DELETE', 'GET', 'HEAD', 'PATCH', 'PUT'], answer: uploads },
  ],
  [
    new RegExp(`^/v2/(${NAME})/blobs/([A-Za-z][\\w+.-]*:[0-9a-fA-F]+)$`),
    { methods: ['DELETE', 'GET', 'HEAD'], answer: blobs },
  ],
];

export function* answerRequest(configuration: Configuration, request: HttpRequest): Sys<HttpResponse> {
  return yield* finish(configuration, request, yield* answer(configuration, request));
}

function* answer(configuration: Configuration, request: HttpRequest): Sys<Answer> {
  const { path, query } = targetOf(request);
  if (path === '/') return { status: 200, headers: [['Cache-Control', 'no-cache']] };
  if (path === '/v2') return redirect();
  if (path === '/v2/') return WELCOME;
  for (const [pattern, { methods, answer: handle }] of ROUTES) {
    const [whole, name = '', reference = ''] = pattern.exec(path) ?? [];
    if (whole === undefined) continue;
    if (!methods.includes(request.method)) return methodNotAllowed(methods.join(', '));
    const base = `http://${request.headers.get('host') ?? ''}`;
    return yield* handle({ configuration, request, query, name, reference, base });
  }
  return PAGE_NOT_FOUND;
}

/** The file that the body of an upload goes to; undefined for all other requests. */
export function* uploadFile(configuration: Configuration, request: HttpRequestHead): Sys<number | undefined> {
  if (request.method !== 'PATCH' && request.method !== 'PUT') return undefined;
  const { path, query } = targetOf(request);
  const [, name, uuid] = new RegExp(`^/v2/(${NAME})/blobs/uploads/([a-zA-Z0-9._=-]+)$`).exec(path) ?? [];
  if (name === undefined || uuid === undefined) return undefined;
  return yield* uploadFileOf(configuration, name, uuid, query);
}

function targetOf({ target }: HttpRequestHead): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  let decoded = path;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    // As it was sent: no route has a percent sign.
  }
  return { path: decoded, query: new URLSearchParams(query) };
}

const redirect = (): Answer => ({
  status: 301,
  headers: [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Location', '/v2/'],
  ],
  body: '<a href="/v2/">Moved Permanently</a>.\n\n',
});
