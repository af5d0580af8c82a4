import type { PrefixIndex } from '../support/prefix-index.ts';
import type { Table } from '../support/table.ts';
import type { BuildCache } from './build/buildkit/cache/build-cache.ts';
import type { Sandbox } from './build/sandbox/sandbox.ts';
import type { Container } from './containers/container.ts';
import type { Exec } from './exec/exec.ts';
import type { ImageStore } from './images/image.ts';
import type { HostPorts } from './networks/host-ports.ts';
import type { Network } from './networks/network.ts';
import type { Volume } from './volumes/volume.ts';
import type { FileTree } from './world/files/file-tree.ts';
import type { KernelState, Machine } from './world/process/machine.ts';

/**
 * All that the daemon remembers, as plain data: a fork shares every record until one side changes it.
 * Read records with `table.get`, change them through `table.edit`, never otherwise.
 */
export interface State {
  /** By full id, in order of creation. */
  readonly containers: Table<Container>;
  readonly containerIds: PrefixIndex;
  /** By id, those that run and maybe some that lately did: a list of the few that run looks at no others. */
  readonly started: Table<{ readonly id: string }>;
  /** By name without the leading slash. */
  readonly containerNames: Table<{ id: string }>;
  readonly execs: Table<Exec>;
  readonly images: ImageStore;
  /** By full id, in order of creation. */
  readonly networks: Table<Network>;
  readonly hostPorts: HostPorts;
  /** By name, in order of creation. */
  readonly volumes: Table<Volume>;
  /** The simulated host's disk under `/`, unless one from outside is used; empty until a bind mount needs it. */
  readonly hostDisk: Table<{ readonly tree: FileTree }>;
  readonly buildCache: BuildCache;
  /** Where commands of BuildKit run at the moment, by id. */
  readonly sandboxes: Table<Sandbox>;
  /** What runs in the running containers and sandboxes, by their id. */
  readonly machines: Table<Machine>;
  readonly kernel: KernelState;
  /** How often each question was put since the last call that changed something (world/polling.ts). */
  readonly polls: Map<string, number>;
}
