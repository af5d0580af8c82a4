import { ownEntry } from '../../../../support/own-entry.ts';
import type { FileSystem } from '../../files/file-system.ts';
import type { NetworkInterface } from '../system-call.ts';
import type { ProcWorld } from './proc-world.ts';
import { directoriesOf, directory, file, syntheticFileSystem } from './synthetic-file-system.ts';

/** /sys/class/net/NAME. */
const INTERFACE_FILES: Readonly<Record<string, (each: NetworkInterface) => string>> = {
  address: ({ macAddress }) => macAddress,
  ifindex: ({ index }) => String(index),
  mtu: ({ mtu }) => String(mtu),
  operstate: ({ name, up }) => (name === 'lo' ? 'unknown' : up ? 'up' : 'down'),
};

/** Directories that are there and empty. */
const EMPTY = ['block', 'bus', 'devices', 'firmware', 'fs/cgroup', 'kernel', 'module'];

/** A container's /sys: of all that Linux has there, its network interfaces. */
export function sysFileSystem(world: ProcWorld): FileSystem {
  return syntheticFileSystem({
    type: 'sysfs',
    nowNs: () => world.host.clock.lastNs(),
    owner: () => ({ uid: 0, gid: 0 }),
    find(path) {
      const parts = path.slice(1).split('/');
      if (path.startsWith('/class/net/') && parts.length === 4) {
        const found = world.interfaces().find(({ name }) => name === parts[2]);
        const produce = ownEntry(INTERFACE_FILES, parts[3] as string);
        return found && produce && file(() => `${produce(found)}\n`);
      }
      const interfaces = world.interfaces().map(({ name }) => `class/net/${name}`);
      const directories = directoriesOf([...interfaces, ...EMPTY]);
      if (interfaces.includes(path.slice(1))) return directory(Object.keys(INTERFACE_FILES));
      if (EMPTY.includes(path.slice(1))) return directory([]);
      const names = directories.get(path.slice(1));
      return names && directory(names);
    },
  });
}
