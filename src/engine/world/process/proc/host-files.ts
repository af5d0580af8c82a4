import { PERSONA } from '../../../system/persona.ts';
import { HOST_KERNEL } from '../system-calls.ts';
import type { ProcWorld } from './proc-world.ts';

const NS_PER_SECOND = 1_000_000_000n;

const uptimeSeconds = ({ host }: ProcWorld) =>
  Number((host.clock.lastNs() - host.state.kernel.bootedNs) / 10_000_000n) / 100;

const kilobytes = (name: string, value: number) =>
  `${`${name}:`.padEnd(15)} ${String(value).padStart(8)} kB\n`;

/** An eighth of the memory is in use, whatever runs. */
function memory(): string {
  const total = PERSONA.memoryBytes / 1024;
  const free = total - total / 8;
  const lines: ReadonlyArray<readonly [string, number]> = [
    ['MemTotal', total],
    ['MemFree', free],
    ['MemAvailable', free],
    ['Buffers', 0],
    ['Cached', 0],
    ['SwapCached', 0],
    ['Active', total / 16],
    ['Inactive', total / 16],
    ['Shmem', 0],
    ['SwapTotal', 0],
    ['SwapFree', 0],
  ];
  return lines.map(([name, value]) => kilobytes(name, value)).join('');
}

function processors(): string {
  const each = (index: number) =>
    [
      `processor\t: ${index}`,
      'vendor_id\t: GenuineIntel',
      'cpu family\t: 6',
      'model\t\t: 85',
      'model name\t: dockless simulated processor',
      'cpu MHz\t\t: 2000.000',
      'physical id\t: 0',
      `siblings\t: ${PERSONA.cpus}`,
      `core id\t\t: ${index}`,
      `cpu cores\t: ${PERSONA.cpus}`,
      'flags\t\t: fpu tsc msr pae cx8 apic sep mtrr cmov mmx fxsr sse sse2 ht syscall nx lm',
    ].join('\n');
  return Array.from({ length: PERSONA.cpus }, (_, index) => `${each(index)}\n\n`).join('');
}

/** All time was idle: processes use none. */
function statistics(world: ProcWorld): string {
  const idle = Math.floor(uptimeSeconds(world) * 100);
  const line = (name: string, ticks: number) => `${name} 0 0 0 ${ticks} 0 0 0 0 0 0\n`;
  const { kernel } = world.host.state;
  const running = [...world.machine().processes.values()].filter(({ status }) => status === 'ready').length;
  return (
    line('cpu ', idle * PERSONA.cpus) +
    Array.from({ length: PERSONA.cpus }, (_, index) => line(`cpu${index}`, idle)).join('') +
    `btime ${kernel.bootedNs / NS_PER_SECOND}\nprocesses ${kernel.nextHostPid}\n` +
    `procs_running ${running}\nprocs_blocked 0\n`
  );
}

function hex(world: ProcWorld, digits: number): string {
  let digitsSoFar = '';
  while (digitsSoFar.length < digits) digitsSoFar += world.host.random.hex('processes', 8);
  return digitsSoFar.slice(0, digits);
}

function uuid(digits: string): string {
  const variant = ((Number.parseInt(digits[16] as string, 16) & 3) | 8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    variant + digits.slice(17, 20),
    digits.slice(20, 32),
  ].join('-');
}

const fixed = (content: string) => () => content;

/** The files of /proc that are no process's, by path. */
export const HOST_FILES: Readonly<Record<string, (world: ProcWorld) => string>> = {
  cmdline: fixed('BOOT_IMAGE=/boot/vmlinuz ro quiet\n'),
  cpuinfo: processors,
  filesystems: fixed(
    'nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tdevpts\nnodev\tmqueue\nnodev\toverlay\n\text4\n',
  ),
  loadavg: world => `0.00 0.00 0.00 1/${world.machine().processes.size} ${world.machine().nextPid - 1}\n`,
  meminfo: memory,
  partitions: fixed(
    'major minor  #blocks  name\n\n   8        0  104857600 sda\n   8        1  104856576 sda1\n',
  ),
  stat: statistics,
  swaps: fixed('Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'),
  uptime: world => `${uptimeSeconds(world).toFixed(2)} ${(uptimeSeconds(world) * PERSONA.cpus).toFixed(2)}\n`,
  version: fixed(`${HOST_KERNEL.system} version ${HOST_KERNEL.release} (dockless) ${HOST_KERNEL.version}\n`),
  'sys/fs/file-max': fixed('9223372036854775807\n'),
  'sys/fs/inotify/max_user_instances': fixed('128\n'),
  'sys/fs/inotify/max_user_watches': fixed('65536\n'),
  'sys/kernel/domainname': world => `${world.machine().spec.domainname || '(none)'}\n`,
  'sys/kernel/hostname': world => `${world.machine().hostname}\n`,
  'sys/kernel/ostype': fixed(`${HOST_KERNEL.system}\n`),
  'sys/kernel/osrelease': fixed(`${HOST_KERNEL.release}\n`),
  'sys/kernel/pid_max': fixed('4194304\n'),
  'sys/kernel/random/boot_id': fixed('6d0c1e55-0000-4000-8000-000000000000\n'),
  'sys/kernel/random/entropy_avail': fixed('256\n'),
  'sys/kernel/random/uuid': world => `${uuid(hex(world, 32))}\n`,
  'sys/kernel/version': fixed(`${HOST_KERNEL.version}\n`),
  'sys/net/core/somaxconn': fixed('4096\n'),
  'sys/net/ipv4/ip_forward': fixed('1\n'),
  'sys/net/ipv4/ip_local_port_range': fixed('32768\t60999\n'),
  'sys/net/ipv4/ip_unprivileged_port_start': fixed('0\n'),
  'sys/vm/max_map_count': fixed('65530\n'),
  'sys/vm/overcommit_memory': fixed('0\n'),
  'sys/vm/swappiness': fixed('60\n'),
};
