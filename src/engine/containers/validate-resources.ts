import { invalidParameter } from '../errors.ts';
import { PERSONA } from '../system/persona.ts';
import type { Resources } from './host-config.ts';

/** 6 MiB: below that nothing starts. */
const MINIMUM_MEMORY = 6 * 1024 * 1024;

type Check = (resources: Resources, isUpdate: boolean) => string | undefined;

/**
 * Checks memory, CPU, cpuset and block I/O in the order of moby daemon_unix.go, verifyPlatformContainerResources, on
 * a cgroup v1 host that supports all but the kernel's memory limit and block I/O weights. Discards what it warns of.
 */
export function validateResources(resources: Resources, isUpdate: boolean, warnings: string[]): void {
  if (Number(resources.MemorySwappiness) === -1) resources.MemorySwappiness = null;
  for (const check of CHECKS_BEFORE_WARNINGS) raise(check(resources, isUpdate));
  if (resources.OomKillDisable === true && resources.Memory === 0) {
    warnings.push(
      'OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.',
    );
  }
  for (const check of CPU_CHECKS) raise(check(resources, isUpdate));
  if (resources.CpuPercent > 0) {
    warnings.push('linux does not support CPU percent. Percent discarded.');
    resources.CpuPercent = 0;
  }
  const cpus = `0-${PERSONA.cpus - 1}`;
  raise(cpusetProblem(resources.CpusetCpus, 'cpuset cpus', 'CPUs are not available - requested', cpus));
  raise(
    cpusetProblem(resources.CpusetMems, 'cpuset mems', 'memory nodes are not available - requested', '0'),
  );
  if (resources.IOMaximumBandwidth !== 0 || resources.IOMaximumIOps !== 0) {
    throw invalidParameter(
      'Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps',
    );
  }
  discardBlockIo(resources, warnings);
}

function raise(problem: string | undefined): void {
  if (problem !== undefined) throw invalidParameter(problem);
}

const CHECKS_BEFORE_WARNINGS: readonly Check[] = [
  ({ Memory }) =>
    Memory !== 0 && Memory < MINIMUM_MEMORY ? 'Minimum memory limit allowed is 6MB' : undefined,
  ({ Memory, MemorySwap }) =>
    Memory > 0 && MemorySwap > 0 && MemorySwap < Memory
      ? 'Minimum memoryswap limit should be larger than memory limit, see usage'
      : undefined,
  ({ Memory, MemorySwap }, isUpdate) =>
    Memory === 0 && MemorySwap > 0 && !isUpdate
      ? 'You should always set the Memory limit when using Memoryswap limit, see usage'
      : undefined,
  ({ MemorySwappiness: swappiness }) =>
    swappiness !== null && (swappiness < 0 || swappiness > 100)
      ? `Invalid value: ${swappiness}, valid memory swappiness range is 0-100`
      : undefined,
  ({ MemoryReservation }) =>
    MemoryReservation > 0 && MemoryReservation < MINIMUM_MEMORY
      ? 'Minimum memory reservation allowed is 6MB'
      : undefined,
  ({ Memory, MemoryReservation }) =>
    Memory > 0 && MemoryReservation > 0 && Memory < MemoryReservation
      ? 'Minimum memory limit can not be less than memory reservation limit, see usage'
      : undefined,
  ({ KernelMemory }) =>
    KernelMemory > 0 && KernelMemory < MINIMUM_MEMORY
      ? 'Minimum kernel memory limit allowed is 6MB'
      : undefined,
];

const CPU_CHECKS: readonly Check[] = [
  ({ NanoCpus, CpuPeriod }) =>
    NanoCpus > 0 && CpuPeriod > 0
      ? 'Conflicting options: Nano CPUs and CPU Period cannot both be set'
      : undefined,
  ({ NanoCpus, CpuQuota }) =>
    NanoCpus > 0 && CpuQuota > 0
      ? 'Conflicting options: Nano CPUs and CPU Quota cannot both be set'
      : undefined,
  ({ NanoCpus }) =>
    NanoCpus < 0 || NanoCpus > PERSONA.cpus * 1e9
      ? `range of CPUs is from 0.01 to ${PERSONA.cpus}.00, as there are only ${PERSONA.cpus} CPUs available`
      : undefined,
  ({ CpuPeriod }) =>
    CpuPeriod !== 0 && (CpuPeriod < 1000 || CpuPeriod > 1_000_000)
      ? 'CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)'
      : undefined,
  ({ CpuQuota }) =>
    CpuQuota > 0 && CpuQuota < 1000 ? 'CPU cfs quota can not be less than 1ms (i.e. 1000)' : undefined,
];

/** dockerd reads no number above it (moby pkg/sysinfo/sysinfo_linux.go). */
const MAXIMUM_CPUS = 8192;

/**
 * `requested` is a list such as `0-2,4`. Memory nodes are held against the list of CPUs too: on cgroup v1 dockerd
 * parses that one twice (moby pkg/sysinfo/sysinfo_linux.go, applyCPUSetCgroupInfo).
 */
function cpusetProblem(
  requested: string,
  field: string,
  what: string,
  available: string,
): string | undefined {
  const numbers = parseNumberList(requested);
  if (numbers === undefined) return `Invalid value ${requested} for ${field}: invalid format: ${requested}`;
  if (numbers.some(number => number > MAXIMUM_CPUS)) {
    return `Invalid value ${requested} for ${field}: value of out range, maximum is ${MAXIMUM_CPUS}`;
  }
  if (numbers.every(number => number < PERSONA.cpus)) return undefined;
  return `Requested ${what} ${requested}, available: ${available}`;
}

/** The ends of each range of the list: enough to see whether all are available. */
function parseNumberList(text: string): number[] | undefined {
  if (text === '') return [];
  const ends: number[] = [];
  for (const range of text.split(',')) {
    const [, first, last = first] = /^\+?(\d+)(?:-\+?(\d+))?$/.exec(range) ?? [];
    if (first === undefined || Number(last) < Number(first)) return undefined;
    ends.push(Number(first), Number(last));
  }
  return ends;
}

/** Block I/O weights need a scheduler that the kernel no longer has. */
function discardBlockIo(resources: Resources, warnings: string[]): void {
  if (resources.BlkioWeight > 0) {
    warnings.push(
      'Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.',
    );
    resources.BlkioWeight = 0;
  }
  if (resources.BlkioWeightDevice?.length) {
    warnings.push(
      'Your kernel does not support Block I/O weight_device or the cgroup is not mounted. Weight-device discarded.',
    );
    resources.BlkioWeightDevice = [];
  }
}
