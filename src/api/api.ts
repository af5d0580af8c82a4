import type { Engine } from '../engine/engine.ts';
import { DockerError, invalidParameter, NotSimulatedError } from '../engine/errors.ts';
import { PERSONA } from '../engine/system/persona.ts';
import { type Daemon, type Exchange, headerOf, type RawHeaders, type Reply } from '../exchange/exchange.ts';
import { formatHttpDate } from '../support/go-time.ts';
import type { ApiReply } from './call.ts';
import { errorReply } from './error-reply.ts';
import { wireReply } from './reply.ts';
import { type Match, type Router, router } from './router.ts';
import { allRoutes } from './routes/all.ts';
import {
  compareApiVersions,
  DEFAULT_API_VERSION,
  MIN_API_VERSION,
  parseApiVersion,
} from './versions/api-version.ts';
import { readBody, readJson } from './wire/body.ts';
import { parseMediaType } from './wire/content-type.ts';
import { decodeFilters } from './wire/filters.ts';
import { Query } from './wire/query.ts';

export interface ApiOptions {
  /** The newest API version spoken, `1.51` by default: what dockerd 28.5.2 speaks. */
  readonly maxVersion?: string;
}

interface Service {
  readonly engine: Engine;
  readonly match: Router;
  readonly maxVersion: string;
}

/** The engine behind Docker's HTTP API: routing, versions, headers, errors and encoding as dockerd has them. */
export function api(engine: Engine, options: ApiOptions = {}): Daemon {
  const maxVersion = options.maxVersion ?? DEFAULT_API_VERSION;
  const known = allRoutes.filter(
    ({ since }) => since === undefined || compareApiVersions(since, maxVersion) <= 0,
  );
  const service: Service = { engine, match: router(known), maxVersion };
  return exchange => serve(service, exchange);
}

async function serve(service: Service, exchange: Exchange): Promise<Reply> {
  const { engine, maxVersion } = service;
  const { path, query } = splitTarget(exchange.target);
  const [, version, rest] = /^\/v([0-9.]+)(\/.*)$/s.exec(path) ?? [undefined, undefined, path];
  const found = service.match(exchange.method, rest ?? path);
  const date = () => formatHttpDate(engine.clock.lastNs());
  if (found === undefined) {
    return wireReply({ status: 404, json: { message: 'page not found' } }, [], date(), exchange);
  }
  const refusal = refuseVersion(version ?? maxVersion, maxVersion);
  const answer = refusal ?? (await perform(service, exchange, found, version ?? maxVersion, query));
  return wireReply(answer, commonHeaders(maxVersion, refusal === undefined), date(), exchange);
}

async function perform(
  { engine }: Service,
  exchange: Exchange,
  { route, params }: Match,
  version: string,
  query: string,
): Promise<ApiReply> {
  try {
    if (route.handle === undefined) throw new NotSimulatedError(`${route.method} ${route.path}`);
    const form = await readForm(exchange);
    const values = new Query(form, query);
    if (!route.looseQuery) values.check();
    return await route.handle({
      engine,
      version: parseApiVersion(version),
      params,
      query: values,
      exchange,
      json: (schema, options) => readJson(exchange, schema, options),
      filters: () => decodeFilters(values.text('filters')),
    });
  } catch (error) {
    if (error instanceof NotSimulatedError) engine.noteUnsimulated(error.feature);
    return errorReply(error);
  } finally {
    engine.driver.settle();
  }
}

/** moby api/server/middleware/version.go. The answer to a version below 1.24 is plain text. */
function refuseVersion(version: string, maxVersion: string): ApiReply | undefined {
  if (compareApiVersions(version, MIN_API_VERSION) < 0) {
    const message = `client version ${version} is too old. Minimum supported API version is ${MIN_API_VERSION}, please upgrade your client to a newer version`;
    const headers: RawHeaders = [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['X-Content-Type-Options', 'nosniff'],
    ];
    return { status: 400, headers, body: new TextEncoder().encode(`${message}\n`) };
  }
  if (compareApiVersions(version, maxVersion) > 0) {
    return errorReply(
      invalidParameter(
        `client version ${version} is too new. Maximum supported API version is ${maxVersion}`,
      ),
    );
  }
  return undefined;
}

function commonHeaders(maxVersion: string, accepted: boolean): RawHeaders {
  const headers: Array<[string, string]> = [
    ['Api-Version', maxVersion],
    ['Ostype', PERSONA.os],
    ['Server', `Docker/${PERSONA.version} (${PERSONA.os})`],
  ];
  if (accepted) headers.splice(1, 0, ['Docker-Experimental', 'false']);
  return headers;
}

function splitTarget(target: string): { path: string; query: string } {
  const origin = target.startsWith('/') ? target : target.replace(/^[a-z]+:\/\/[^/]*/i, '');
  const mark = origin.indexOf('?');
  const path = mark < 0 ? origin : origin.slice(0, mark);
  return { path: decodePath(path), query: mark < 0 ? '' : origin.slice(mark + 1) };
}

function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    throw new DockerError('invalidParameter', `invalid URL escape in ${path}`);
  }
}

/** The body of a form, which Go's ParseForm reads as parameters; empty for every other request. */
async function readForm(exchange: Exchange): Promise<string> {
  if (exchange.method !== 'POST' && exchange.method !== 'PUT') return '';
  const contentType = headerOf(exchange.headers, 'Content-Type');
  if (contentType === undefined || contentType === 'application/json') return '';
  const parsed = parseMediaType(contentType);
  if (!('type' in parsed) || parsed.type !== 'application/x-www-form-urlencoded') return '';
  return new TextDecoder().decode(await readBody(exchange));
}
