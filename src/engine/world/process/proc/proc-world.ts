import type { FileSystemView } from '../../files/file-system-view.ts';
import type { KernelHost } from '../kernel-core.ts';
import type { Machine } from '../machine.ts';
import type { NetworkInterface } from '../system-call.ts';
import type { Traffic } from '../traffic.ts';

/** What a container's /proc is made from. */
export interface ProcWorld {
  readonly host: KernelHost;
  /** For reading. */
  machine(): Readonly<Machine>;
  readonly files: FileSystemView;
  interfaces(): readonly NetworkInterface[];
  /** By the name of the interface. */
  traffic(): ReadonlyMap<string, Traffic>;
}
