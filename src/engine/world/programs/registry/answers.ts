import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { type FileBody, type HttpRequest, type HttpResponse, httpDate } from '../http/server.ts';
import type { Configuration } from './configuration.ts';

type Headers = ReadonlyArray<readonly [name: string, value: string]>;

/** An answer before what every answer has: Go's server adds the date and the length. */
export interface Answer {
  readonly status: number;
  readonly headers?: Headers;
  readonly body?: string | Uint8Array | FileBody;
}

/** An error of the distribution API: its code, its sentence and its status (registry/api/v2/errors.go). */
const ERRORS = {
  UNKNOWN: ['unknown error', 500],
  UNSUPPORTED: ['The operation is unsupported.', 405],
  DIGEST_INVALID: ['provided digest did not match uploaded content', 400],
  NAME_UNKNOWN: ['repository name not known to registry', 404],
  MANIFEST_UNKNOWN: ['manifest unknown', 404],
  MANIFEST_INVALID: ['manifest invalid', 400],
  MANIFEST_BLOB_UNKNOWN: ['blob unknown to registry', 400],
  BLOB_UNKNOWN: ['blob unknown to registry', 404],
  BLOB_UPLOAD_UNKNOWN: ['blob upload unknown to registry', 404],
  BLOB_UPLOAD_INVALID: ['blob upload invalid', 404],
  PAGINATION_NUMBER_INVALID: ['invalid number of results requested', 400],
} as const;

export type RegistryErrorCode = keyof typeof ERRORS;

const JSON_TYPE = ['Content-Type', 'application/json; charset=utf-8'] as const;

export interface RegistryError {
  readonly code: RegistryErrorCode;
  readonly message?: string;
  readonly detail?: unknown;
}

export function errorAnswer(code: RegistryErrorCode, detail?: unknown, message?: string): Answer {
  return errorsAnswer([{ code, detail, ...(message !== undefined && { message }) }]);
}

export function errorsAnswer(errors: readonly RegistryError[]): Answer {
  const [first] = errors;
  const listed = errors.map(({ code, message, detail }) => ({
    code,
    message: message ?? ERRORS[code][0],
    ...(detail !== undefined && { detail }),
  }));
  return jsonAnswer({ errors: listed }, [], first === undefined ? 500 : ERRORS[first.code][1]);
}

export function jsonAnswer(value: unknown, headers: Headers = [], status = 200): Answer {
  return { status, headers: [JSON_TYPE, ...headers], body: `${JSON.stringify(value)}\n` };
}

const TEXT_TYPE = ['Content-Type', 'text/plain; charset=utf-8'] as const;
const NO_SNIFFING = ['X-Content-Type-Options', 'nosniff'] as const;

export const PAGE_NOT_FOUND: Answer = {
  status: 404,
  headers: [TEXT_TYPE, NO_SNIFFING],
  body: '404 page not found\n',
};

/** `allowed` in the order of the alphabet. */
export function methodNotAllowed(allowed: string): Answer {
  return {
    status: 405,
    headers: [['Allow', allowed], TEXT_TYPE, NO_SNIFFING],
    body: 'Method not allowed\n',
  };
}

/** An error of Go's server itself. */
export function textError(status: number, reason: string, text: string, headers: Headers): HttpResponse {
  return { status, reason, headers: [TEXT_TYPE, ...headers, ['Connection', 'close']], body: text };
}

/** Texts are ASCII here but for manifests, which announce their length themselves. */
export const bytesOf = ({ length }: HttpResponse['body']): number => length;

const REASONS: Readonly<Record<number, string>> = { 405: 'Method Not Allowed' };

/** The whole answer: headers in the order of their names, then what Go's server adds. */
export function* finish(
  { headers: added }: Configuration,
  request: HttpRequest,
  { status, headers = [], body = '' }: Answer,
): Sys<HttpResponse> {
  const isApi = request.target.startsWith('/v2');
  const all = new Map<string, string>(headers);
  if (isApi) {
    all.set('Docker-Distribution-Api-Version', 'registry/2.0');
    for (const [name, value] of added) all.set(name, value);
  }
  const sorted = [...all].sort(([left], [right]) => (left < right ? -1 : 1));
  const hasLength = all.has('Content-Length') || status === 204 || status === 304;
  const reason = REASONS[status];
  return {
    status,
    ...(reason !== undefined && { reason }),
    headers: [
      ...sorted,
      ['Date', httpDate(yield* sys.now())],
      ...(hasLength ? [] : ([['Content-Length', String(bytesOf(body))]] as const)),
      ...(request.keepsAlive ? [] : ([['Connection', 'close']] as const)),
    ],
    body,
  };
}
