import type {
  BuildSession,
  BuildStatus,
  SolveRequest,
  SolveResult,
} from '../../engine/build/buildkit/solve-request.ts';
import type { Engine } from '../../engine/engine.ts';
import { systemError } from '../../engine/errors.ts';
import type { GrpcClient } from '../../grpc/grpc-client.ts';
import type { StatusDetail } from '../../grpc/status-details.ts';
import { checkAgent, readSecret } from './client-secrets.ts';
import { diffCopy } from './diff-copy.ts';
import { sendDirectory, sendFile } from './file-send.ts';

/** What a client's frontend run ended with (LLBBridge/Return). */
export type Returned =
  | { readonly refs: readonly string[] }
  | { readonly code: number; readonly message: string; readonly details: readonly StatusDetail[] };

/** A build while it goes on. */
export class RunningBuild {
  readonly cancelled = new AbortController();
  /** By the names that a frontend gave out. */
  readonly results = new Map<string, SolveResult>();
  readonly returned = Promise.withResolvers<Returned>();
  /** What the client allows. */
  entitlements: readonly string[] = [];
  /** What the frontend was asked for. */
  frontend: Pick<SolveRequest, 'frontend' | 'frontendAttrs'> | undefined;
  readonly #told: BuildStatus[] = [];
  #changed = Promise.withResolvers<void>();
  #ended = false;
  /** Known once the client asked for the build. */
  readonly sessionId = Promise.withResolvers<string>();

  readonly tell = (status: BuildStatus): void => {
    this.#told.push(status);
    this.#wake();
  };

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** All that was told and will be. */
  async *statuses(): AsyncGenerator<BuildStatus, void> {
    for (let index = 0; ; index += 1) {
      while (index === this.#told.length && !this.#ended) await this.#changed.promise;
      const status = this.#told[index];
      if (status === undefined) return;
      yield status;
    }
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

/** So many builds are known after their end: a client's calls come in any order. */
const KEPT_BUILDS = 8;

/** The builds and sessions of clients of one engine: live connections, no part of its state. */
class Builds {
  readonly #running = new Map<string, RunningBuild>();
  readonly #ended: string[] = [];
  readonly #sessions = new Map<string, PromiseWithResolvers<GrpcClient>>();
  readonly #built = new Map<string, Uint8Array>();

  /** Clients ask for the status of a build before or after they ask for the build. */
  of(ref: string): RunningBuild {
    let build = this.#running.get(ref);
    if (build === undefined) {
      build = new RunningBuild();
      this.#running.set(ref, build);
    }
    return build;
  }

  /** Whoever reads its statuses reads them to the end, also who asks for them a little later. */
  end(ref: string): void {
    const build = this.#running.get(ref);
    if (build === undefined) return;
    build.end();
    build.cancelled.abort();
    this.#ended.push(ref);
    if (this.#ended.length > KEPT_BUILDS) this.#running.delete(this.#ended.shift() as string);
  }

  /** What is remembered of a build that went well: a BuildHistoryEvent. */
  remember(ref: string, event: Uint8Array): void {
    this.#built.set(ref, event);
  }

  remembered(ref: string): Uint8Array | undefined {
    return this.#built.get(ref);
  }

  addSession(id: string, client: GrpcClient): void {
    const session = this.#session(id);
    session.resolve(client);
    client.onClose(() => {
      if (this.#sessions.get(id) === session) this.#sessions.delete(id);
    });
  }

  /** The session opens on a connection of its own, before or after the build asks for it. */
  session(id: string, signal: AbortSignal): BuildSession {
    return {
      syncDirectory: async (name, wanted) => diffCopy(await this.#client(id, signal), name, wanted, signal),
      secret: async secretId => readSecret(await this.#client(id, signal), secretId),
      sendFile: async (exporter, pieces) =>
        sendFile(await this.#client(id, signal), exporter, pieces, signal),
      sendDirectory: async (exporter, files) =>
        sendDirectory(await this.#client(id, signal), exporter, files, signal),
      hasSshAgent: async agentId => checkAgent(await this.#client(id, signal), agentId),
    };
  }

  #client(id: string, signal: AbortSignal): Promise<GrpcClient> {
    const gone = new Promise<never>((_, reject) => {
      const fail = () => reject(systemError('context canceled'));
      if (signal.aborted) fail();
      signal.addEventListener('abort', fail, { once: true });
    });
    return Promise.race([this.#session(id).promise, gone]);
  }

  #session(id: string): PromiseWithResolvers<GrpcClient> {
    let session = this.#sessions.get(id);
    if (session === undefined) {
      session = Promise.withResolvers();
      this.#sessions.set(id, session);
    }
    return session;
  }
}

const byEngine = new WeakMap<Engine, Builds>();

export function buildsOf(engine: Engine): Builds {
  let builds = byEngine.get(engine);
  if (builds === undefined) {
    builds = new Builds();
    byEngine.set(engine, builds);
  }
  return builds;
}
