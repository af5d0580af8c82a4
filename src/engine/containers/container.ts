import type { AppendLog } from '../../support/append-log.ts';
import type { FileTree } from '../world/files/file-tree.ts';
import type { ContainerConfig } from './config.ts';
import type { Endpoint } from './endpoint.ts';
import type { HostConfig, PortMap } from './host-config.ts';
import type { MountPoint } from './mount-point.ts';
import type { Supervision } from './supervision.ts';

/** Where a container is in its life. Docker's booleans (Running, Paused, ...) are derived from it in view.ts. */
export type Lifecycle =
  /** With an exit code where its first start failed. */
  | { readonly status: 'created'; readonly exitCode?: number }
  | { readonly status: 'running'; readonly pid: number }
  | { readonly status: 'paused'; readonly pid: number }
  | { readonly status: 'restarting'; readonly exitCode: number }
  | { readonly status: 'exited'; readonly exitCode: number }
  | { readonly status: 'removing'; readonly exitCode: number }
  | { readonly status: 'dead'; readonly exitCode: number };

export type Health = {
  status: 'starting' | 'healthy' | 'unhealthy';
  failingStreak: number;
  /** A test holds the status as it is: checks are made and have no say. */
  held?: true;
  log: Array<{ startNs: bigint; endNs: bigint; exitCode: number; output: string }>;
};

/** One line of a container's output, as the json-file driver keeps it. */
export interface LogEntry {
  readonly timeNs: bigint;
  readonly stream: 'stdout' | 'stderr';
  /** With its newline; without one where the process wrote none before it ended or 16 KiB were reached. */
  readonly line: Uint8Array;
}

/** A container, as plain data. */
export interface Container {
  readonly id: string;
  name: string;
  readonly createdNs: bigint;
  /** The image's id, and the reference it was created with. */
  readonly imageId: string;
  readonly imageRef: string;
  readonly platform: string;
  /** As given and completed from the image; never changed after create. Fields in Docker's order. */
  readonly config: ContainerConfig;
  /** Changed only by `update`. */
  hostConfig: HostConfig;
  /** What the client said where a default took its place: dockerd before 25 shows it. */
  asked?: {
    readonly hostConfig: boolean;
    readonly networkMode: string;
    readonly restartPolicy: string;
  };
  /** The program and its arguments after the entrypoint and the command were put together. */
  readonly path: string;
  readonly args: readonly string[];
  lifecycle: Lifecycle;
  startedAtNs: bigint | undefined;
  finishedAtNs: bigint | undefined;
  /** What `State.Error` shows: why the last start failed. */
  error: string;
  oomKilled: boolean;
  restartCount: number;
  hasBeenStartedBefore: boolean;
  hasBeenManuallyStopped: boolean;
  supervision: Supervision;
  health: Health | undefined;
  mounts: MountPoint[];
  /** Its writable layer over the image, and the name of that layer's directory under overlay2. */
  root: FileTree;
  readonly layerId: string;
  /** The chain id of the image's top layer, which stays as long as the container; empty without an image. */
  readonly topLayer: string;
  /** Trees made for it, by path: /dev, /dev/shm and tmpfs while it runs; `docker`: its hosts, hostname, resolv.conf. */
  scratch: Map<string, FileTree>;
  /** What was asked for on the main network at creation: deprecated, and shown for ever. */
  macAddress?: string;
  /** By network name, in order of connection. */
  endpoints: Map<string, Endpoint>;
  /** What lists show instead since a start failed, until dockerd saves the container again (moby container/view.go). */
  listedEndpoints: Map<string, Endpoint> | undefined;
  /** Its network namespace; empty until the first start. */
  sandboxId: string;
  /** What is exposed and published right now, by `80/tcp`; null for a port that is exposed only. */
  ports: PortMap;
  /** Legacy links by alias: the linked container's id, and its name, which outlives it. */
  links: Map<string, { id: string; name: string }>;
  /** The other side: the names other containers link to it by, `parent/alias`. */
  linkNames: string[];
  execIds: string[];
  log: AppendLog<LogEntry>;
}
