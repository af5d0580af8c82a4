import type { ExporterResponse } from '../../engine/build/buildkit/export-image.ts';
import { checkExporter, exportResult } from '../../engine/build/buildkit/export-result.ts';
import { solve } from '../../engine/build/buildkit/solve.ts';
import type { BuildSession, Exporter, SolveRequest } from '../../engine/build/buildkit/solve-request.ts';
import { ToldSteps } from '../../engine/build/buildkit/told-steps.ts';
import type { Engine } from '../../engine/engine.ts';
import { NotSimulatedError } from '../../engine/errors.ts';
import { GrpcError } from '../../grpc/grpc-error.ts';
import type { GrpcCall } from '../../grpc/serve-grpc.ts';
import { diskUsage, prune } from './build-cache.ts';
import { buildsOf, type RunningBuild } from './builds.ts';
import { decode, encode } from './messages.ts';
import { statusMessage, timestamp } from './status-message.ts';
import { BUILDKIT_VERSION, listWorkers, pong } from './worker.ts';

type Answer = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
type Method = (engine: Engine, request: Uint8Array, call: GrpcCall) => Answer | Promise<Answer>;

const CONTROL = '/moby.buildkit.v1.Control';
const BRIDGE = '/moby.buildkit.v1.frontend.LLBBridge';

const empty = new Uint8Array();

/** grpc.health.v1.HealthCheckResponse with status SERVING. */
const SERVING = new Uint8Array([0x08, 0x01]);

/** What is not here is not simulated. */
const METHODS: Readonly<Record<string, Method>> = {
  [`${CONTROL}/ListWorkers`]: listWorkers,
  [`${CONTROL}/Info`]: () => encode('InfoResponse', { buildkitVersion: BUILDKIT_VERSION }),
  [`${CONTROL}/DiskUsage`]: diskUsage,
  [`${CONTROL}/Prune`]: prune,
  [`${CONTROL}/Solve`]: controlSolve,
  [`${CONTROL}/Status`]: status,
  [`${CONTROL}/ListenBuildHistory`]: listenBuildHistory,
  [`${BRIDGE}/Ping`]: pong,
  [`${BRIDGE}/Solve`]: bridgeSolve,
  [`${BRIDGE}/Return`]: bridgeReturn,
  '/grpc.health.v1.Health/Check': () => SERVING,
  // Spans of clients: dockerd hands them to a collector where one is set up.
  '/opentelemetry.proto.collector.trace.v1.TraceService/Export': () => empty,
};

/** Answers one call over POST /grpc. */
export async function serveBuildKit(engine: Engine, call: GrpcCall): Promise<void> {
  try {
    const method = METHODS[call.path];
    if (method === undefined) throw new NotSimulatedError(`BuildKit's ${call.path}`);
    const request = await call.messages[Symbol.asyncIterator]().next();
    const answer = await method(engine, request.value ?? empty, call);
    if (answer instanceof Uint8Array) return await call.send(answer);
    for await (const message of answer) {
      if (call.signal.aborted) return;
      await call.send(message);
    }
  } catch (error) {
    if (error instanceof NotSimulatedError) engine.noteUnsimulated(error.feature);
    throw error;
  } finally {
    engine.driver.settle();
  }
}

const HISTORY_COMPLETE = 1;

/** Lasts as long as the build; the client's frontend run comes by calls of its own on the bridge. */
async function controlSolve(engine: Engine, bytes: Uint8Array, call: GrpcCall): Promise<Uint8Array> {
  const request = decode('SolveRequest', bytes);
  const builds = buildsOf(engine);
  const build = builds.of(request.Ref);
  const cancel = () => build.cancelled.abort();
  call.signal.addEventListener('abort', cancel);
  build.entitlements = request.Entitlements;
  build.sessionId.resolve(request.Session);
  const createdNs = engine.clock.nowNs();
  try {
    if (request.Definition !== undefined && request.Definition.def.length > 0) {
      throw new NotSimulatedError('LLB definitions');
    }
    for (const exporter of request.Exporters) checkExporter(exporterOf(exporter));
    if (request.Frontend !== '') {
      const ref = await runFrontend(engine, request.Ref, build, call.signal, {
        frontend: request.Frontend,
        frontendAttrs: mapOf(request.FrontendAttrs),
        cacheImports: request.Cache?.Imports.map(exporterOf) ?? [],
      });
      build.returned.resolve({ refs: [ref] });
    }
    const returned = await Promise.race([build.returned.promise, aborted(build.cancelled.signal)]);
    if ('code' in returned) throw new GrpcError(returned.code, returned.message, returned.details);
    let response: ExporterResponse = {};
    const cacheExports = request.Cache?.Exports.map(exporterOf) ?? [];
    const cache = cacheExports.find(({ type }) => type !== 'inline');
    if (cache !== undefined) throw new NotSimulatedError(`a build cache of type ${cache.type}`);
    const hasInlineCache = cacheExports.length > 0;
    const session = builds.session(request.Session, build.cancelled.signal);
    for (const [index, exporter] of (request.Internal ? [] : request.Exporters).entries()) {
      const result = build.results.get(returned.refs[0] ?? '') ?? { image: undefined };
      const steps = new ToldSteps(engine, build.tell);
      response = {
        ...response,
        ...(await exportResult(engine, steps, exporterOf(exporter), result, {
          hasInlineCache,
          taker: { session, exporter: index },
        })),
      };
    }
    const record = {
      ...{ Ref: request.Ref, Exporters: request.Exporters, ExporterResponse: response },
      Frontend: build.frontend?.frontend ?? '',
      FrontendAttrs: Object.fromEntries(build.frontend?.frontendAttrs ?? []),
      CreatedAt: timestamp(createdNs),
      CompletedAt: timestamp(engine.clock.nowNs()),
    };
    builds.remember(request.Ref, encode('BuildHistoryEvent', { type: HISTORY_COMPLETE, record }));
    return encode('SolveResponse', { ExporterResponse: response });
  } finally {
    call.signal.removeEventListener('abort', cancel);
    builds.end(request.Ref);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(new GrpcError(1, 'context canceled'));
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
  });
}

async function* status(engine: Engine, bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for await (const told of buildsOf(engine).of(decode('StatusRequest', bytes).Ref).statuses()) {
    yield statusMessage(told);
  }
}

/** One build that went well, or none where there never was one of that name. Its attestations are not made. */
function listenBuildHistory(engine: Engine, bytes: Uint8Array): readonly Uint8Array[] {
  const { Ref } = decode('BuildHistoryRequest', bytes);
  if (Ref === '') throw new NotSimulatedError("the list of BuildKit's build history");
  const event = buildsOf(engine).remembered(Ref);
  if (event === undefined) return [];
  engine.noteUnsimulated('the provenance of a build');
  return [event];
}

async function bridgeSolve(engine: Engine, bytes: Uint8Array, call: GrpcCall): Promise<Uint8Array> {
  const request = decode('FrontendSolveRequest', bytes);
  if (request.Definition !== undefined && request.Definition.def.length > 0) {
    throw new NotSimulatedError('LLB definitions');
  }
  if (Object.keys(request.FrontendInputs).length > 0) throw new NotSimulatedError('frontend inputs');
  const ref = String(call.metadata[BUILD_ID] ?? '');
  const build = buildsOf(engine).of(ref);
  const id = await runFrontend(engine, ref, build, call.signal, {
    frontend: request.Frontend,
    frontendAttrs: mapOf(request.FrontendOpt),
    cacheImports: request.CacheImports.map(exporterOf),
  });
  const { answer = {} } = build.results.get(id) ?? {};
  const utf8 = new TextEncoder();
  const metadata = Object.fromEntries(
    Object.entries(answer).map(([name, text]) => [name, utf8.encode(text)]),
  );
  return encode('FrontendSolveResponse', { result: { ref: { id }, metadata } });
}

/** Which build a call on the bridge belongs to. */
const BUILD_ID = 'buildkit-controlapi-buildid';

/** Gives the name of its result. */
async function runFrontend(
  engine: Engine,
  ref: string,
  build: RunningBuild,
  given: AbortSignal,
  asked: Pick<SolveRequest, 'frontend' | 'frontendAttrs' | 'cacheImports'>,
): Promise<string> {
  build.frontend = asked;
  const { signal } = build.cancelled;
  // It comes with the build itself, which a client may have been refused.
  const sessionId = await Promise.race([build.sessionId.promise, aborted(given), aborted(signal)]);
  const session = underNames(buildsOf(engine).session(sessionId, signal), asked.frontendAttrs);
  const { tell, entitlements } = build;
  const request = { ...asked, ref, exporters: [], cacheExports: [], entitlements, session, signal, tell };
  const result = await solve(engine, request);
  const id = `${ref}-${build.results.size}`;
  build.results.set(id, result);
  return id;
}

/** What a client calls the directories that it offers, where that is not the usual (buildkit frontend/dockerui/config.go). */
function underNames(session: BuildSession, attrs: SolveRequest['frontendAttrs']): BuildSession {
  const names: Readonly<Record<string, string | undefined>> = {
    context: attrs.get('contextkey'),
    dockerfile: attrs.get('dockerfilekey'),
  };
  return {
    ...session,
    syncDirectory: (name, wanted) => session.syncDirectory(names[name] || name, wanted),
  };
}

function bridgeReturn(engine: Engine, bytes: Uint8Array, call: GrpcCall): Uint8Array {
  const { result, error } = decode('ReturnRequest', bytes);
  const build = buildsOf(engine).of(String(call.metadata[BUILD_ID] ?? ''));
  if (error !== undefined && error.code !== 0) {
    const { code, message, details } = error;
    build.returned.resolve({ code, message, details });
  } else {
    const refs = result?.refs === undefined ? [result?.ref] : Object.values(result.refs.refs);
    build.returned.resolve({ refs: refs.map(each => each?.id ?? '') });
  }
  return empty;
}

const mapOf = (record: Readonly<Record<string, string>>): Map<string, string> =>
  new Map(Object.entries(record));

const exporterOf = ({ Type, Attrs }: { Type: string; Attrs: Record<string, string> }): Exporter => ({
  type: Type,
  attrs: mapOf(Attrs),
});
