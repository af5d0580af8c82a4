import { zeroOf } from '../../support/go-json/zero.ts';
import type { Engine } from '../engine.ts';
import { conflict, DockerError, systemError } from '../errors.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import type { HostConfig, Resources, RestartPolicy } from './host-config.ts';
import { hostConfigSchema } from './host-config-schema.ts';
import { cpuSharesProblem } from './runc-failure.ts';
import { isRunning } from './running.ts';
import { validateHostConfig } from './validate-host-config.ts';
import { validatePlatform } from './validate-platform.ts';

/** What is absent, zero or null stays as it is. */
export type UpdateRequest = Partial<Resources> & { readonly RestartPolicy?: RestartPolicy };

/** Fields that an update takes over wherever they are not zero (moby container_unix.go, UpdateContainer). */
const UPDATED = [
  'BlkioWeight',
  'CpuShares',
  'NanoCpus',
  'CpuPeriod',
  'CpuQuota',
  'CpusetCpus',
  'CpusetMems',
  'Memory',
  'MemorySwap',
  'MemoryReservation',
  'KernelMemory',
  'CpuRealtimePeriod',
  'CpuRealtimeRuntime',
] as const satisfies Array<keyof Resources>;

/** POST /containers/{id}/update (moby daemon/update.go). Gives warnings, or null where there are none. */
export function updateContainer(engine: Engine, ref: string, request: UpdateRequest): string[] | null {
  const wanted: HostConfig = { ...(zeroOf(hostConfigSchema) as HostConfig), ...request };
  if (wanted.PidsLimit !== null && wanted.PidsLimit <= 0) wanted.PidsLimit = 0;
  const warnings: string[] = [];
  validateHostConfig(wanted, warnings, () => true);
  validatePlatform(wanted, true, warnings);
  const { id, lifecycle, supervision, hostConfig } = findContainer(engine, ref);
  try {
    if (supervision.removalInProgress || lifecycle.status === 'removing' || lifecycle.status === 'dead') {
      throw new DockerError('system', 'container is marked for removal and cannot be "update"');
    }
    const problem = conflictOf(hostConfig, wanted);
    if (problem !== undefined) throw conflict(problem);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `Cannot update container ${id}: ${error.message}`);
  }
  const container = engine.state.containers.edit(id);
  container.listedEndpoints = undefined;
  const next = updated(container.hostConfig, wanted);
  const refusal =
    lifecycle.status === 'restarting' || !isRunning(container) ? undefined : kernelRefusal(id, next);
  if (refusal === undefined) container.hostConfig = next;
  emitContainerEvent(engine, container, 'update');
  if (refusal !== undefined) throw systemError(`Cannot update container ${id}: ${refusal}`);
  return warnings.length === 0 ? null : warnings;
}

/** What is set already may stand against what is asked for. */
function conflictOf(current: Readonly<HostConfig>, wanted: Readonly<HostConfig>): string | undefined {
  if (wanted.NanoCpus > 0 && current.CpuPeriod > 0) {
    return 'Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set';
  }
  if (wanted.NanoCpus > 0 && current.CpuQuota > 0) {
    return 'Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set';
  }
  if (wanted.CpuPeriod > 0 && current.NanoCpus > 0) {
    return 'Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set';
  }
  if (wanted.CpuQuota > 0 && current.NanoCpus > 0) {
    return 'Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set';
  }
  if (wanted.Memory !== 0 && wanted.Memory > current.MemorySwap && wanted.MemorySwap === 0) {
    return 'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time';
  }
  if (!['', 'no'].includes(wanted.RestartPolicy.Name) && current.AutoRemove) {
    return 'Restart policy cannot be updated because AutoRemove is enabled for the container';
  }
  return undefined;
}

/** What a running container's cgroup does not take: shares out of range, or memory and swap below memory alone. */
function kernelRefusal(
  id: string,
  { Memory, MemorySwap, CpuShares }: Readonly<HostConfig>,
): string | undefined {
  if (MemorySwap <= 0 || (Memory > 0 && MemorySwap >= Memory)) {
    const problem = cpuSharesProblem(CpuShares);
    return problem && `runc did not terminate successfully: exit status 1: ${problem}\n`;
  }
  return `runc did not terminate successfully: exit status 1: failed to write "${MemorySwap}": write /sys/fs/cgroup/memory/docker/${id}/memory.memsw.limit_in_bytes: invalid argument\n`;
}

function updated(current: Readonly<HostConfig>, wanted: Readonly<HostConfig>): HostConfig {
  const result: HostConfig = { ...current };
  for (const field of UPDATED) {
    const value = wanted[field];
    if (value !== 0 && value !== '') Object.assign(result, { [field]: value });
  }
  if (wanted.PidsLimit !== null) result.PidsLimit = wanted.PidsLimit;
  if (wanted.RestartPolicy.Name !== '') result.RestartPolicy = wanted.RestartPolicy;
  return result;
}
