import type { FileTree } from '../../world/files/file-tree.ts';
import type { ProcessEnd } from '../../world/process/processes.ts';

/** Where a command of BuildKit runs: a machine like a container's, which no list of containers shows. Plain data. */
export interface Sandbox {
  readonly id: string;
  /** A layer over the files of the step before. */
  root: FileTree;
  /** What is mounted over it, /dev and such aside, by target. */
  readonly mounts: readonly SandboxMount[];
  /** /dev, what is mounted, and the files that it has in /etc, by name. */
  readonly trees: Map<string, FileTree>;
  /** `none`: only `lo`. */
  readonly network: 'none' | 'host' | 'default';
  /** How its process ended. */
  end: ProcessEnd | undefined;
}

export interface SandboxMount {
  readonly target: string;
  /** Of `trees`, or a record of the build cache that is changed for good. */
  readonly from: { readonly tree: string } | { readonly recordId: string };
  /** Within it. */
  readonly source: string;
  readonly readOnly: boolean;
}
