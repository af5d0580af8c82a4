import type { TarEntry } from '../../../support/tar/tar-format.ts';
import type { FileTree } from '../../world/files/file-tree.ts';
import type { LineRange } from '../dockerfile/node.ts';

/**
 * The seam between BuildKit's wire (api/buildkit: gRPC, sessions) and what a build means (this folder).
 * Plain data and a few host calls: no HTTP/2, no protobuf.
 */
export interface SolveRequest {
  /** The client's name for the build; its status and history are asked for by it. */
  readonly ref: string;
  /** `dockerfile.v0` is the only frontend there is. */
  readonly frontend: string;
  /** `filename`, `target`, `build-arg:NAME`, `label:NAME`, `no-cache`, ... (buildkit frontend/dockerui/config.go). */
  readonly frontendAttrs: ReadonlyMap<string, string>;
  readonly exporters: readonly Exporter[];
  readonly cacheImports: readonly Exporter[];
  readonly cacheExports: readonly Exporter[];
  /** What the client allows beyond the usual: `network.host`, `security.insecure`. */
  readonly entitlements?: readonly string[];
  readonly session: BuildSession;
  /** The client gave up. */
  readonly signal: AbortSignal;
  /** Takes what there is to tell, in its order. */
  readonly tell: (status: BuildStatus) => void;
}

/** `type` is `moby`, `docker`, `oci`, `tar`, `local`, `registry`, `inline`, ... */
export interface Exporter {
  readonly type: string;
  readonly attrs: ReadonlyMap<string, string>;
}

/** What a build may ask of its client. Each call waits for the host. */
export interface BuildSession {
  /** The files of a directory that the client offers: `context`, `dockerfile` or a named context. */
  syncDirectory(name: string, wanted: WantedFiles): Promise<SyncedDirectory>;
  /** The bytes of a secret (moby.buildkit.secrets.v1); undefined where the client has none of that id. */
  secret(id: string): Promise<Uint8Array | undefined>;
  /** Whether the client forwards an agent of that id, `default` where RUN named none (moby.sshforward.v1, CheckAgent). */
  hasSshAgent(id: string): Promise<boolean>;
  /** Gives the client's nth exporter a file, in pieces (moby.filesync.v1, FileSend). */
  sendFile(exporter: number, pieces: Iterable<Uint8Array>): Promise<void>;
  /** Gives it a directory, of which it takes what it wants. All bytes that went: progress shows them. */
  sendDirectory(exporter: number, files: readonly TarEntry[]): Promise<number>;
}

/** Patterns as .dockerignore has them; empty: all. */
export interface WantedFiles {
  readonly followPaths?: readonly string[];
  readonly includePatterns?: readonly string[];
  readonly excludePatterns?: readonly string[];
}

/** A client's files, each named by its path from the directory. */
export interface SyncedDirectory {
  readonly files: readonly TarEntry[];
  /** All that came, the files' descriptions included: progress shows it. */
  readonly transferredBytes: number;
}

/** What a build tells while it goes on (buildkit api/services/control, StatusResponse). */
export interface BuildStatus {
  readonly vertexes?: readonly Vertex[];
  readonly statuses?: readonly VertexStatus[];
  readonly logs?: readonly VertexLog[];
  readonly warnings?: readonly VertexWarning[];
}

/** What the linter says. */
export interface BuildWarning {
  readonly rule: string;
  /** What is wrong here. */
  readonly text: string;
  /** Why the rule is there. */
  readonly description: string;
  readonly url: string;
  readonly lines: LineRange;
}

export interface VertexWarning extends BuildWarning {
  readonly vertex: string;
  readonly filename: string;
  readonly dockerfile: string;
}

/** A step. Told anew when it begins and when it ends. */
export interface Vertex {
  /** `sha256:...`; the same for the same step on every machine. */
  readonly digest: string;
  readonly inputs: readonly string[];
  readonly name: string;
  readonly cached?: boolean;
  readonly startedNs?: bigint;
  readonly completedNs?: bigint;
  readonly error?: string;
}

/** A part of a step: `naming to docker.io/library/app:1`. */
export interface VertexStatus {
  readonly id: string;
  readonly vertex: string;
  readonly name?: string;
  readonly current?: number;
  readonly total?: number;
  readonly timestampNs: bigint;
  readonly startedNs?: bigint;
  readonly completedNs?: bigint;
}

export interface VertexLog {
  readonly vertex: string;
  readonly timestampNs: bigint;
  /** 1 is standard output, 2 standard error. */
  readonly stream: 1 | 2;
  readonly data: Uint8Array;
}

/** What a frontend made, before it is exported. */
export interface SolveResult {
  /** Nothing for a build without an image, as one that was only checked. */
  readonly image: BuiltImage | undefined;
  /** What a client asked for in place of a build: `result.json`, ... */
  readonly answer?: Readonly<Record<string, string>>;
}

/** An image as every exporter writes it. */
export interface BuiltImage {
  /** Its layers and times are filled in: the text's digest is the image's id. */
  readonly configJson: string;
  /** Lowest first; none for a Dockerfile that only says FROM scratch. */
  readonly layers: readonly BuiltLayer[];
  /** Which steps of the build made which layers, for an inline cache. */
  readonly cached: readonly CachedLayer[];
}

export interface CachedLayer {
  /** The layer's index. */
  readonly layer: number;
  /** The step's key in the build cache. */
  readonly key: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

export interface BuiltLayer {
  readonly diffId: string;
  /** Not compressed. */
  readonly tar: Uint8Array;
  /** All files up to this layer, frozen: the last one's are the image's. */
  readonly tree: FileTree;
}
