import type { FileSystemView } from '../../files/file-system-view.ts';
import type { KernelHost } from '../kernel-core.ts';
import type { Machine } from '../machine.ts';
import type { NetworkInterface } from '../system-call.ts';

/** What a container's /proc is made from. */
export interface ProcWorld {
  readonly host: KernelHost;
  /** For reading. */
  machine(): Readonly<Machine>;
  readonly files: FileSystemView;
  interfaces(): readonly NetworkInterface[];
}
