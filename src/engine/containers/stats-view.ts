import { formatRfc3339Nano } from '../../support/go-time.ts';
import type { Engine } from '../engine.ts';
import { networkOwner } from '../networks/resolve-name.ts';
import { PERSONA } from '../system/persona.ts';
import type { Usage } from '../world/process/processes.ts';
import { noTraffic } from '../world/process/traffic.ts';
import type { Container } from './container.ts';

/** Docker's StatsResponse, cgroup v1, in dockerd's order of fields. */
export type Stats = ReturnType<typeof emptyStats>;

const noCpu = () => ({
  cpu_usage: { total_usage: 0n, usage_in_kernelmode: 0n, usage_in_usermode: 0n } as object,
  throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
});

/** What dockerd answers for a container that does not run: Go's zero values. */
export function emptyStats() {
  return {
    read: formatRfc3339Nano(undefined),
    preread: formatRfc3339Nano(undefined),
    pids_stats: {} as object,
    blkio_stats: blkio(null),
    num_procs: 0,
    storage_stats: {},
    cpu_stats: noCpu() as object,
    precpu_stats: noCpu() as object,
    memory_stats: {} as object,
  };
}

function blkio(entries: [] | null) {
  return {
    io_service_bytes_recursive: entries,
    io_serviced_recursive: entries,
    io_queue_recursive: entries,
    io_service_time_recursive: entries,
    io_wait_time_recursive: entries,
    io_merged_recursive: entries,
    io_time_recursive: entries,
    sectors_recursive: entries,
  };
}

// A model, not a measurement: what busybox's sleep was seen to use, once a process and once a container; system calls
// and the memory that programs say they use come on top.
const START_CPU_NS = 15_000_000n;
/** One thousandth of a processor for as long as it runs. */
const CPU_SHARE = 1_000n;
const RSS_A_PROCESS = 53_248;
const KERNEL_A_PROCESS = 329_728;
const PAGE_CACHE = 118_784;
const MAPPED_FILES = 53_248;
const START_PEAK = 4_345_856;
const FAULTS_A_PROCESS = 639;
const PAGES_IN_A_PROCESS = 462;
/** How the kernel writes "no limit". */
const UNLIMITED = 9_223_372_036_854_771_712n;

/** A running container's use of the machine, from its processes and the time. */
export function measure(engine: Engine, container: Readonly<Container>): Stats {
  const nowNs = engine.clock.nowNs();
  const processes = engine.processes.list(container.id).length;
  const used = engine.processes.usage(container.id);
  const limit = Number(container.hostConfig.PidsLimit ?? 0);
  return {
    ...emptyStats(),
    read: formatRfc3339Nano(nowNs),
    pids_stats: { current: processes, ...(limit > 0 && { limit }) },
    blkio_stats: blkio([]),
    cpu_stats: cpuStats(
      START_CPU_NS + (nowNs - (container.startedAtNs ?? nowNs)) / CPU_SHARE + used.cpuNs,
      nowNs - engine.state.kernel.bootedNs,
    ),
    memory_stats: memoryStats(container, processes, used.memory),
    ...networks(engine, container.id, used.traffic),
  };
}

function cpuStats(total: bigint, upForNs: bigint): object {
  const share = total / BigInt(PERSONA.cpus);
  const percpu = Array.from({ length: PERSONA.cpus }, () => share);
  percpu[0] = total - share * BigInt(PERSONA.cpus - 1);
  return {
    cpu_usage: {
      total_usage: total,
      percpu_usage: percpu,
      usage_in_kernelmode: ticks(total / 2n),
      usage_in_usermode: ticks(total / 2n),
    },
    system_cpu_usage: ticks(upForNs * BigInt(PERSONA.cpus)),
    online_cpus: PERSONA.cpus,
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  };
}

/** The kernel counts these in hundredths of a second. */
const ticks = (ns: bigint) => (ns / 10_000_000n) * 10_000_000n;

function memoryStats({ hostConfig }: Readonly<Container>, processes: number, said: number): object {
  const rss = RSS_A_PROCESS * processes + said;
  const usage = PAGE_CACHE + rss + KERNEL_A_PROCESS * processes;
  const memory = Number(hostConfig.Memory);
  const swap = Number(hostConfig.MemorySwap);
  const own = {
    active_anon: 8_192,
    active_file: PAGE_CACHE,
    cache: PAGE_CACHE,
    dirty: 0,
    inactive_anon: Math.max(0, rss - 8_192),
    inactive_file: 0,
    mapped_file: MAPPED_FILES,
    pgfault: FAULTS_A_PROCESS * processes,
    pgmajfault: 0,
    pgpgin: PAGES_IN_A_PROCESS * processes,
    pgpgout: Math.max(0, PAGES_IN_A_PROCESS * processes - Math.floor((PAGE_CACHE + rss) / 4096)),
    rss,
    rss_huge: 0,
    unevictable: 0,
    writeback: 0,
  };
  const all: Record<string, number | bigint> = {
    ...own,
    hierarchical_memory_limit: memory > 0 ? memory : UNLIMITED,
    hierarchical_memsw_limit: swap > 0 ? swap : memory > 0 && swap === 0 ? 2 * memory : UNLIMITED,
  };
  for (const [key, value] of Object.entries(own)) all[`total_${key}`] = value;
  return {
    usage,
    max_usage: Math.max(usage, memory > 0 ? Math.min(START_PEAK, memory) : START_PEAK),
    stats: Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))),
    limit: memory > 0 ? Math.min(memory, PERSONA.memoryBytes) : PERSONA.memoryBytes,
  };
}

/** An interface each network: of the container that brings them, where another shares them. Left out where there is none. */
function networks(engine: Engine, containerId: string, traffic: Usage['traffic']): object {
  const owner = networkOwner(engine, containerId);
  const mode = owner?.hostConfig.NetworkMode;
  if (owner === undefined || owner.endpoints.size === 0 || mode === 'host' || mode === 'none') return {};
  const interfaces: Record<string, object> = {};
  for (let index = 0; index < owner.endpoints.size; index += 1) {
    const name = `eth${index}`;
    const { rxBytes, rxPackets, txBytes, txPackets } = traffic.get(name) ?? noTraffic();
    interfaces[name] = {
      rx_bytes: rxBytes,
      rx_packets: rxPackets,
      rx_errors: 0,
      rx_dropped: 0,
      tx_bytes: txBytes,
      tx_packets: txPackets,
      tx_errors: 0,
      tx_dropped: 0,
    };
  }
  return { networks: interfaces };
}
