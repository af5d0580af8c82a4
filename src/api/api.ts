import type { Engine } from '../engine/engine.ts';
import { NotSimulatedError } from '../engine/errors.ts';
import { dialPort, isPublished } from '../engine/networks/dial-port.ts';
import { bindPublishedPorts } from '../engine/networks/port-binder.ts';
import { PERSONA } from '../engine/system/persona.ts';
import { passTimeForPolling } from '../engine/world/polling.ts';
import {
  type Daemon,
  type Exchange,
  headerOf,
  type PublishedPorts,
  type RawHeaders,
  type Reply,
} from '../exchange/exchange.ts';
import type { Schema } from '../support/go-json/schema.ts';
import { formatHttpDate } from '../support/go-time.ts';
import type { ApiReply } from './call.ts';
import { errorReply } from './error-reply.ts';
import { noteCall, noteReply } from './note-call.ts';
import { inWordsOf, releaseChanges } from './releases/release.ts';
import { wireReply } from './reply.ts';
import { type Match, type Router, router } from './router.ts';
import { allRoutes } from './routes/all.ts';
import { parseTarget } from './target.ts';
import { compareApiVersions } from './versions/api-version.ts';
import { changesFor, downgradeReply, forgive, upgradeCall } from './versions/apply.ts';
import { legacyServer } from './versions/legacy/serve-legacy.ts';
import { sinceOf } from './versions/operations-since.ts';
import { pageNotFound, refuseVersion, spokenError } from './versions/refuse-version.ts';
import { type JsonOptions, readBody, readJson } from './wire/body.ts';
import { parseMediaType } from './wire/content-type.ts';
import { decodeFilters } from './wire/filters.ts';
import { Query } from './wire/query.ts';

export interface ApiOptions {
  /**
   * The newest API version spoken; by default what the engine's daemon speaks: `1.51` for 28.5. What newer ones
   * changed and is not simulated stands in `engine.unsimulated()`.
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
  /** The daemon of 2013 that answers, where one does. */
  readonly legacyOf: (target: string) => ReturnType<typeof legacyServer> | undefined;
}

/** The engine behind Docker's HTTP API: routing, versions, headers, errors and encoding as dockerd has them. */
export function api(engine: Engine, options: ApiOptions = {}): Daemon {
  const { persona } = engine;
  const maxVersion = options.maxVersion ?? persona.apiVersion;
  const known = allRoutes.filter(({ operation }) => compareApiVersions(sinceOf(operation), maxVersion) <= 0);
  const values = {
    'Api-Version': maxVersion,
    'Docker-Experimental': 'false',
    Ostype: PERSONA.os,
    Server: `Docker/${persona.version} (${PERSONA.os})`,
  };
  const headers = persona.headers.map(name => [name, values[name]] as const);
  const toldOnRefusal = headers.filter(([name]) => name !== 'Docker-Experimental');
  const service: Service = {
    engine,
    match: router(known),
    maxVersion,
    headers,
    refusalHeaders: persona.refusal.hasHeaders ? toldOnRefusal : [],
    date: dateHeader(engine),
    legacyOf: legacyServers(engine),
  };
  const ports: PublishedPorts = {
    has: (address, port) => isPublished(engine, address, port),
    dial: port => dialPort(engine, port),
    bind: binder => bindPublishedPorts(engine, binder),
  };
  const restart: Daemon['restart'] = options => engine.restartDaemon(options);
  return Object.assign((exchange: Exchange) => serve(service, exchange), { ports, restart });
}

/** The servers of the persona's legacy releases: one for every target, or each for targets of its own version. */
function legacyServers(engine: Engine): Service['legacyOf'] {
  const { legacy = [] } = engine.persona;
  const [only, ...more] = legacy.map(release => legacyServer(engine, release));
  if (only === undefined || more.length === 0) return () => only;
  const servers = [only, ...more];
  return target => {
    const version = LEGACY_VERSIONED.exec(target)?.[1];
    return version === undefined ? undefined : servers[Number(version)];
  };
}

/** 1.0 to 1.4, each with its own release. */
const LEGACY_VERSIONED = /^(?:[a-z]+:\/\/[^/]*)?\/v1\.([0-4])\//;

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
  const legacy = service.legacyOf(exchange.target);
  if (legacy !== undefined) {
    const target = parseTarget(exchange.target);
    return legacy({ exchange, target, form: await readForm(exchange), date: service.date() });
  }
  const { engine, maxVersion, date } = service;
  const target = parseTarget(exchange.target);
  if (target.kind === 'malformed') return malformedRequest;
  if (target.kind === 'redirect') {
    const headers: RawHeaders = [['Location', target.location]];
    return wireReply({ status: 301, headers }, [], date(), exchange);
  }
  const [, version = maxVersion, rest = target.path] = VERSIONED.exec(target.path) ?? [];
  const found = exchange.method === 'OPTIONS' ? anyOptions : service.match(exchange.method, rest);
  if (found === undefined) {
    return wireReply(pageNotFound(engine.persona, version), [], date(), exchange);
  }
  const refusal = refuseVersion(engine.persona, version, maxVersion);
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
  found: Match,
  version: string,
  query: string,
): Promise<ApiReply> {
  const { route, params } = found;
  const noted = noteCall(engine, exchange, found);
  try {
    if (route.handle === undefined) throw new NotSimulatedError(`${route.method} ${route.path}`);
    const values = new Query(route.looseQuery ? '' : await readForm(exchange), query);
    if (!route.looseQuery) values.check();
    const ofVersion = changesFor(route.operation, version);
    const ofRelease = releaseChanges(engine.persona, route.operation, version);
    let call = upgradeCall(
      {
        engine,
        maxVersion,
        params,
        query: values,
        exchange,
        async json<T>(schema: Schema<T> | Schema, options?: JsonOptions): Promise<T> {
          const body = await readJson<T>(exchange, schema, options);
          noted.body = body;
          return body;
        },
        filters: () => decodeFilters(values.text('filters')),
      },
      [...ofRelease.filter(({ last }) => !last), ...ofVersion, ...ofRelease.filter(({ last }) => last)],
    );
    await passTimeForPolling(engine, exchange.method, route.operation, exchange.target);
    for (const { prepare } of ofVersion) call = (await prepare?.(call)) ?? call;
    const reply = await route.handle(call);
    return noteReply(noted, await downgradeReply(reply, [...ofVersion, ...ofRelease], call));
  } catch (error) {
    if (error instanceof NotSimulatedError) engine.noteUnsimulated(error.feature);
    const forgiven = forgive(error, changesFor(route.operation, version));
    const asked = { engine, name: params.name ?? '', filters: new Query('', query).text('filters') };
    const said = inWordsOf(engine.persona, route.operation, noteReply(noted, errorReply(error)), asked);
    return forgiven ?? spokenError(engine.persona, version, said);
  } finally {
    engine.driver.settle();
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
