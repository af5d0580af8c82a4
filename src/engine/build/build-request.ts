import type { Reference } from '../images/reference.ts';

/** POST /build's parameters. */
export interface BuildRequest {
  /** Within the context; empty for `Dockerfile`. */
  readonly dockerfile: string;
  /** The context, not compressed. */
  readonly context: Uint8Array;
  readonly tags: readonly Reference[];
  readonly noCache: boolean;
  /** Pull even what is there. */
  readonly pull: boolean;
  /** Remove the containers of steps that went well, or of all. */
  readonly remove: boolean;
  readonly forceRemove: boolean;
  /** null: named, but the client's environment has no value for it. */
  readonly buildArgs: ReadonlyMap<string, string | null>;
  readonly labels: ReadonlyMap<string, string>;
  readonly target: string;
  readonly platform: string;
  readonly cacheFrom: readonly string[];
  readonly host: BuildHostConfig;
}

/** What the containers of a build's steps are given. */
export interface BuildHostConfig {
  readonly networkMode: string;
  readonly extraHosts: readonly string[];
  readonly shmSize: number;
  readonly cgroupParent: string;
  readonly cpuShares: number;
  readonly cpuPeriod: number;
  readonly cpuQuota: number;
  readonly cpusetCpus: string;
  readonly cpusetMems: string;
  readonly memory: number;
  readonly memorySwap: number;
  readonly ulimits: ReadonlyArray<{ Name: string; Soft: bigint | number; Hard: bigint | number }>;
}
