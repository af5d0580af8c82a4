import type { FileTree } from '../world/files/file-tree.ts';

/** A volume of the local driver, as plain data. */
export interface Volume {
  readonly name: string;
  readonly driver: string;
  readonly createdNs: bigint;
  readonly labels: Record<string, string> | null;
  readonly options: Record<string, string> | null;
  readonly anonymous: boolean;
  /** The containers that were created with it, in order: it cannot be removed while there are any. */
  users: Set<string>;
  readonly tree: FileTree;
}
