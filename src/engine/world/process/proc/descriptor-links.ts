import type { Device, Process } from '../machine.ts';
import type { ProcWorld } from './proc-world.ts';

const DEVICE_PATHS: Readonly<Record<Device, string>> = {
  null: '/dev/null',
  zero: '/dev/zero',
  full: '/dev/full',
  random: '/dev/urandom',
};

/** What /proc/PID/fd/N shows: a path, or what has none in brackets. */
export function descriptorLink(world: ProcWorld, process: Process, fd: number): string | undefined {
  const machine = world.machine();
  const id = process.fds.get(fd);
  const description = id === undefined ? undefined : machine.descriptions.get(id);
  if (description === undefined) return undefined;
  if (description.kind === 'file') return description.path;
  if (description.kind === 'device') return DEVICE_PATHS[description.device];
  if (description.kind === 'terminal') {
    return `/dev/pts/${machine.terminals.get(description.terminal)?.index ?? 0}`;
  }
  if (description.kind === 'pipe') return `pipe:[${description.pipe}]`;
  return description.kind === 'output' ? `pipe:[${id}]` : `socket:[${id}]`;
}

const DESCRIPTOR_NODE = /^\/(\d+)\/(?:task\/\d+\/)?fd\/(\d+)$/;

/** The process and descriptor that a node of /proc stands for. */
export function descriptorOfNode(node: string | number): { pid: number; fd: number } | undefined {
  const match = typeof node === 'string' ? DESCRIPTOR_NODE.exec(node) : null;
  return match === null ? undefined : { pid: Number(match[1]), fd: Number(match[2]) };
}
