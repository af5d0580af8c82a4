import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { FileStatus, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { isDirectory } from '../file-mode.ts';
import { type HttpRequest, type HttpResponse, httpDate, REASONS } from '../http/server.ts';
import { readFile } from '../input.ts';
import { type Location, locationFor, type Site, serverFor } from './site.ts';

interface Answer {
  readonly response: HttpResponse;
  /** What nginx's error log says of it. */
  readonly problem?: string;
}

type Headers = ReadonlyArray<readonly [string, string]>;

const always = (version: string, nowNs: bigint): Headers => [
  ['Server', `nginx/${version}`],
  ['Date', httpDate(nowNs)],
];

const connectionOf = (request: HttpRequest | undefined) => {
  if (request === undefined) return 'close';
  const asked = request.headers.get('connection')?.toLowerCase();
  return request.version === 'HTTP/1.1' ? (asked === 'close' ? 'close' : 'keep-alive') : (asked ?? 'close');
};

/** nginx's own pages for errors and redirections. */
export function errorPage(
  status: number,
  version: string,
  request: HttpRequest | undefined,
  more: Headers = [],
  last: Headers = [],
): HttpResponse {
  const title = `${status} ${status === 302 ? 'Found' : REASONS[status]}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`;
  const headers: Headers = [
    ...always(version, request?.nowNs ?? 0n),
    ['Content-Type', 'text/html'],
    ['Content-Length', String(body.length)],
    ...more,
    ['Connection', connectionOf(request)],
    ...last,
  ];
  return { status, headers, body };
}

/** The answer to a request, with the page that the configuration has for its status. */
export function* answerRequest(site: Site, version: string, request: HttpRequest): Sys<Answer> {
  const path = pathOf(request.target);
  if (path === undefined) return { response: errorPage(400, version, request) };
  const host = request.headers.get('host') ?? '';
  const server = serverFor(site, request.port, host);
  const location = server && locationFor(server, path);
  if (server === undefined || location === undefined) return { response: errorPage(404, version, request) };
  const answer = yield* answerAt(site, version, request, location, path);
  const instead = location.errorPages.get(answer.response.status);
  const elsewhere = instead === undefined ? undefined : locationFor(server, instead);
  if (instead === undefined || elsewhere === undefined) return answer;
  const inner = yield* answerAt(site, version, { ...request, method: 'GET' }, elsewhere, instead);
  const { status } = answer.response;
  return inner.response.status === 200 ? { ...answer, response: { ...inner.response, status } } : answer;
}

function* answerAt(
  site: Site,
  version: string,
  request: HttpRequest,
  location: Location,
  path: string,
): Sys<Answer> {
  const page = (status: number, problem?: string, more?: Headers): Answer => {
    const response = errorPage(status, version, request, more);
    return problem === undefined ? { response } : { response, problem };
  };
  if (location.answer !== undefined) return { response: fixed(site, version, request, location.answer) };
  if (request.method !== 'GET' && request.method !== 'HEAD') return page(405);
  const found = yield* find(location, path);
  if (found.kind === 'redirect') {
    const host = request.headers.get('host') ?? 'localhost';
    return page(301, undefined, [['Location', `http://${host}${path}/`]]);
  }
  if (found.kind === 'status') return page(found.status, found.problem);
  const content = yield* outcome(readFile(found.file));
  if (content instanceof Errno) return page(403, `open() "${found.file}" failed (13: ${content.message})`);
  return { response: fileResponse(site, version, request, found.file, found.status, content) };
}

/** The path decoded, its dots resolved; undefined where it leads above the root. */
function pathOf(target: string): string | undefined {
  try {
    const path = decodeURIComponent(target.split('?')[0] ?? '/');
    if (!path.startsWith('/')) return undefined;
    const names: string[] = [];
    for (const name of path.split('/').slice(1)) {
      if (name !== '..') names.push(name);
      else if (names.pop() === undefined) return undefined;
    }
    const kept = names.filter((name, index) => name !== '.' && (name !== '' || index === names.length - 1));
    return `/${kept.join('/')}`;
  } catch {
    return undefined;
  }
}

/** `return 200 "text"`, `return 301 /elsewhere`. */
function fixed(
  site: Site,
  version: string,
  request: HttpRequest,
  { status, text }: { readonly status: number; readonly text: string },
): HttpResponse {
  if (status >= 301 && status <= 308 && text !== '') {
    const to = text.startsWith('/') ? `http://${request.headers.get('host') ?? 'localhost'}${text}` : text;
    return errorPage(status, version, request, [['Location', to]]);
  }
  if (text === '' && REASONS[status] !== undefined && status >= 400)
    return errorPage(status, version, request);
  const headers: Headers = [
    ...always(version, request.nowNs),
    ['Content-Type', site.defaultType],
    ['Content-Length', String(new TextEncoder().encode(text).length)],
    ['Connection', connectionOf(request)],
  ];
  return { status, headers, body: text };
}

type Found =
  | { readonly kind: 'file'; readonly file: string; readonly status: FileStatus }
  | { readonly kind: 'redirect' }
  | { readonly kind: 'status'; readonly status: number; readonly problem?: string };

function* find(location: Location, path: string): Sys<Found> {
  const candidates = location.tryFiles.map(each => each.replaceAll('$uri', path));
  for (const candidate of candidates.slice(0, -1)) {
    const found = yield* fileAt(location, candidate);
    if (found.kind === 'file') return found;
  }
  const last = candidates.at(-1);
  if (last?.startsWith('=')) return { kind: 'status', status: Number(last.slice(1)) };
  return yield* fileAt(location, last ?? path);
}

function* fileAt(location: Location, path: string): Sys<Found> {
  const { root, alias, prefix, index } = location;
  const file = alias === undefined ? root.replace(/\/$/, '') + path : alias + path.slice(prefix.length);
  const status = yield* outcome(sys.stat(file));
  if (status instanceof Errno) {
    const [code, number] = status.code === 'EACCES' ? [403, 13] : [404, 2];
    return {
      kind: 'status',
      status: code,
      problem: `open() "${file}" failed (${number}: ${status.message})`,
    };
  }
  if (!isDirectory(status)) return { kind: 'file', file, status };
  if (!path.endsWith('/')) return { kind: 'redirect' };
  for (const name of index) {
    const inside = yield* outcome(sys.stat(file + name));
    if (!(inside instanceof Errno)) return { kind: 'file', file: file + name, status: inside };
  }
  return { kind: 'status', status: 403, problem: `directory index of "${file}" is forbidden` };
}

function fileResponse(
  site: Site,
  version: string,
  request: HttpRequest,
  file: string,
  { mtimeNs, size }: FileStatus,
  content: Uint8Array,
): HttpResponse {
  const modified = httpDate(mtimeNs);
  const tag = `"${(mtimeNs / 1_000_000_000n).toString(16)}-${size.toString(16)}"`;
  const asked = request.headers.get('if-none-match');
  const unchanged =
    asked === undefined ? request.headers.get('if-modified-since') === modified : asked === tag;
  const connection = ['Connection', connectionOf(request)] as const;
  const first = always(version, request.nowNs);
  if (unchanged) {
    return {
      status: 304,
      headers: [...first, ['Last-Modified', modified], connection, ['ETag', tag]],
      body: '',
    };
  }
  const range = rangeOf(request.headers.get('range'), content.length);
  if (range === 'outside') {
    return errorPage(416, version, request, [], [['Content-Range', `bytes */${content.length}`]]);
  }
  const body = range === undefined ? content : content.subarray(range[0], range[1] + 1);
  const type = site.types.get(file.slice(file.lastIndexOf('.') + 1)) ?? site.defaultType;
  const headers: Headers = [
    ...first,
    ['Content-Type', file.includes('.', file.lastIndexOf('/')) ? type : site.defaultType],
    ['Content-Length', String(body.length)],
    ['Last-Modified', modified],
    connection,
    ['ETag', tag],
    range === undefined
      ? ['Accept-Ranges', 'bytes']
      : ['Content-Range', `bytes ${range[0]}-${range[1]}/${content.length}`],
  ];
  return { status: range === undefined ? 200 : 206, headers, body };
}

/** `bytes=0-99`, `bytes=-5`: one range. Several are not simulated: the whole file is an answer to them too. */
function rangeOf(header: string | undefined, length: number): [number, number] | 'outside' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const end = from === '' || to === '' ? length - 1 : Math.min(length - 1, Number(to));
  return start <= end ? [start, end] : 'outside';
}
