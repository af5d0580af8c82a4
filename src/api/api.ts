import type { Engine } from '../engine/engine.ts';
import { invalidParameter, NotSimulatedError } from '../engine/errors.ts';
import { dialPort } from '../engine/networks/dial-port.ts';
import { bindPublishedPorts } from '../engine/networks/port-binder.ts';
import { PERSONA } from '../engine/system/persona.ts';
import {
  type Daemon,
  type Exchange,
  headerOf,
  type PublishedPorts,
  type RawHeaders,
  type Reply,
} from '../exchange/exchange.ts';
import { formatHttpDate } from '../support/go-time.ts';
import type { ApiReply } from './call.ts';
import { errorReply } from './error-reply.ts';
import { wireReply } from './reply.ts';
import { type Match, type Router, router } from './router.ts';
import { allRoutes } from './routes/all.ts';
import { parseTarget } from './target.ts';
import { compareApiVersions, DEFAULT_API_VERSION, MIN_API_VERSION } from './versions/api-version.ts';
import { changesFor, downgradeReply, upgradeCall } from './versions/apply.ts';
import { readBody, readJson } from './wire/body.ts';
import { parseMediaType } from './wire/content-type.ts';
import { decodeFilters } from './wire/filters.ts';
import { Query } from './wire/query.ts';

export interface ApiOptions {
  /**
   * The newest API version spoken, `1.51` by default: what dockerd 28.5.2 speaks. Newer ones are taken, and answered
   * in the form of 1.51, which `engine.unsimulated()` tells.
   */
  readonly maxVersion?: string;
}

interface Service {
  readonly engine: Engine;
  readonly match: Router;
  readonly maxVersion: string;
  /** The headers that every answer of an operation bears; a refused version is told less. */
  readonly headers: RawHeaders;
  readonly refusalHeaders: RawHeaders;
  readonly date: () => string;
}

/** The engine behind Docker's HTTP API: routing, versions, headers, errors and encoding as dockerd has them. */
export function api(engine: Engine, options: ApiOptions = {}): Daemon {
  const maxVersion = options.maxVersion ?? DEFAULT_API_VERSION;
  const known = allRoutes.filter(
    ({ since }) => since === undefined || compareApiVersions(since, maxVersion) <= 0,
  );
  const version = ['Api-Version', maxVersion] as const;
  const server = [
    ['Ostype', PERSONA.os],
    ['Server', `Docker/${PERSONA.version} (${PERSONA.os})`],
  ] as const;
  const service: Service = {
    engine,
    match: router(known),
    maxVersion,
    headers: [version, ['Docker-Experimental', 'false'], ...server],
    refusalHeaders: [version, ...server],
    date: dateHeader(engine),
  };
  const ports: PublishedPorts = {
    has: port => engine.state.hostPorts.taken.has(`tcp/${port}`),
    dial: port => dialPort(engine, port),
    bind: binder => bindPublishedPorts(engine, binder),
  };
  return Object.assign((exchange: Exchange) => serve(service, exchange), { ports });
}

/** The time of day in the engine's world; written anew once a second. */
function dateHeader(engine: Engine): () => string {
  let second: bigint | undefined;
  let text = '';
  return () => {
    const now = engine.clock.lastNs() / 1_000_000_000n;
    if (now !== second) text = formatHttpDate(now * 1_000_000_000n);
    second = now;
    return text;
  };
}

async function serve(service: Service, exchange: Exchange): Promise<Reply> {
  const { maxVersion, date } = service;
  const target = parseTarget(exchange.target);
  if (target.kind === 'malformed') return malformedRequest;
  if (target.kind === 'redirect') {
    const headers: RawHeaders = [['Location', target.location]];
    return wireReply({ status: 301, headers }, [], date(), exchange);
  }
  const [, version = maxVersion, rest = target.path] = VERSIONED.exec(target.path) ?? [];
  const found = exchange.method === 'OPTIONS' ? anyOptions : service.match(exchange.method, rest);
  if (found === undefined) {
    return wireReply({ status: 404, json: { message: 'page not found' } }, [], date(), exchange);
  }
  const refusal = refuseVersion(version, maxVersion);
  if (refusal !== undefined) return wireReply(refusal, service.refusalHeaders, date(), exchange);
  const answer = await perform(service, exchange, found, version, target.query);
  return wireReply(answer, service.headers, date(), exchange);
}

const VERSIONED = /^\/v([0-9.]+)(\/.*)$/s;

/** dockerd answers OPTIONS for any path (moby api/server/router/system/system.go). */
const anyOptions: Match = {
  route: {
    operation: 'Options',
    method: 'GET',
    path: '/{any:.*}',
    handle: () => ({ status: 200 }),
    looseQuery: true,
  },
  params: {},
};

/** What Go's server itself writes; the connection is over then. */
const malformedRequest: Reply = {
  status: 400,
  headers: [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Connection', 'close'],
  ],
  body: new TextEncoder().encode('400 Bad Request'),
};

async function perform(
  { engine, maxVersion }: Service,
  exchange: Exchange,
  { route, params }: Match,
  version: string,
  query: string,
): Promise<ApiReply> {
  try {
    if (route.handle === undefined) throw new NotSimulatedError(`${route.method} ${route.path}`);
    const values = new Query(route.looseQuery ? '' : await readForm(exchange), query);
    if (!route.looseQuery) values.check();
    if (maxVersion !== DEFAULT_API_VERSION && compareApiVersions(version, DEFAULT_API_VERSION) > 0) {
      engine.noteUnsimulated(`what API ${version} changed since ${DEFAULT_API_VERSION}`);
    }
    const changes = changesFor(route.operation, version);
    const call = upgradeCall(
      {
        engine,
        maxVersion,
        params,
        query: values,
        exchange,
        json: (schema, options) => readJson(exchange, schema, options),
        filters: () => decodeFilters(values.text('filters')),
      },
      changes,
    );
    const reply = await route.handle(call);
    return changes.length === 0 ? reply : await downgradeReply(reply, changes, call);
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

/** The body of a form, which Go's ParseForm reads as parameters; empty for every other request. */
async function readForm(exchange: Exchange): Promise<string> {
  if (exchange.method !== 'POST' && exchange.method !== 'PUT') return '';
  const contentType = headerOf(exchange.headers, 'Content-Type');
  if (contentType === undefined || contentType === 'application/json') return '';
  const parsed = parseMediaType(contentType);
  if (!('type' in parsed) || parsed.type !== 'application/x-www-form-urlencoded') return '';
  return new TextDecoder().decode(await readBody(exchange));
}
