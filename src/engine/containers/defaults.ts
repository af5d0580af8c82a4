import type { Engine } from '../engine.ts';
import { asInvalidParameter } from '../errors.ts';
import { findContainer } from './find.ts';
import type { HostConfig } from './host-config.ts';
import { containerOfMode } from './modes.ts';

const DEFAULT_SHM_SIZE = 64 * 1024 * 1024;

/** oci/defaults.go of moby 28.5, minus what does not exist on the host. */
const MASKED_PATHS = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];
const READONLY_PATHS = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/** Fills in what the daemon decides where the user did not (moby daemon_unix.go, adaptContainerSettings). */
export function adaptHostConfig(engine: Engine, hostConfig: HostConfig): void {
  if (hostConfig.Memory > 0 && hostConfig.MemorySwap === 0) {
    hostConfig.MemorySwap =
      typeof hostConfig.Memory === 'bigint' ? hostConfig.Memory * 2n : hostConfig.Memory * 2;
  }
  if (hostConfig.ShmSize === 0) hostConfig.ShmSize = DEFAULT_SHM_SIZE;
  hostConfig.IpcMode ||= 'private';
  // Also for a privileged container: the default of a cgroup v1 host.
  hostConfig.CgroupnsMode ||= 'host';
  for (const mode of ['PidMode', 'IpcMode', 'NetworkMode'] as const) {
    hostConfig[mode] = withContainerId(engine, hostConfig[mode]);
  }
  addLabelOption(engine, hostConfig);
  hostConfig.OomKillDisable ??= false;
}

/** moby daemon/create.go, generateSecurityOpt: who sees the host's processes is not confined by SELinux. */
function addLabelOption(engine: Engine, hostConfig: HostConfig): void {
  const { SecurityOpt, IpcMode, PidMode, Privileged } = hostConfig;
  if (SecurityOpt?.some(option => option.split('=')[0] === 'label')) return;
  if (IpcMode === 'host' || PidMode === 'host' || Privileged) {
    hostConfig.SecurityOpt = [...(SecurityOpt ?? []), 'label=disable'];
    return;
  }
  for (const mode of [IpcMode, PidMode]) {
    const other = containerOfMode(mode);
    if (other) asInvalidParameter(() => findContainer(engine, other));
  }
}

/** `container:name` keeps pointing at its container when that one is renamed. A missing one is left as it is. */
function withContainerId(engine: Engine, mode: string): string {
  const ref = containerOfMode(mode);
  if (ref === undefined) return mode;
  try {
    return `container:${findContainer(engine, ref).id}`;
  } catch {
    return mode;
  }
}

/** Set last, when nothing can fail any more (moby create_unix.go). */
export function fillProtectedPaths(hostConfig: HostConfig): void {
  if (hostConfig.Privileged) return;
  hostConfig.MaskedPaths ??= [...MASKED_PATHS];
  hostConfig.ReadonlyPaths ??= [...READONLY_PATHS];
}
