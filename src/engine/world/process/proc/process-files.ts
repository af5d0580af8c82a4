import type { Mount } from '../../files/path-walk.ts';
import type { Process } from '../machine.ts';
import { infoOf, limitsOf } from '../process-calls.ts';
import type { SecuritySpec } from '../processes.ts';
import type { ProcWorld } from './proc-world.ts';

const STATE_NAMES = { R: 'R (running)', S: 'S (sleeping)', T: 'T (stopped)', Z: 'Z (zombie)' } as const;

/** Clock ticks, of which a second has 100. */
const TICK_NS = 10_000_000n;

/** What Docker leaves a container of the capabilities (moby oci/caps/defaults.go). */
const DEFAULT_SECURITY: SecuritySpec = { capabilities: 0xa804_25fbn, noNewPrivileges: false, seccomp: true };

const PTS_MAJOR = 136;

function stat(world: ProcWorld, process: Process): string {
  const machine = world.machine();
  const { pid, ppid, pgid, sid, state, name } = infoOf(machine, process);
  const terminal = [...machine.terminals.values()].find(each => each.sid === sid);
  const tty = terminal === undefined ? 0 : (PTS_MAJOR << 8) | terminal.index;
  const started = (process.startedAtNs - world.host.state.kernel.bootedNs) / TICK_NS;
  const upToPriority = `${pid} (${name}) ${state} ${ppid} ${pgid} ${sid} ${tty} ${terminal?.foreground ?? -1} 4194560 0 0 0 0 0 0 0 0 20 0 1 0`;
  return `${upToPriority} ${started} 0 0 18446744073709551615${' 0'.repeat(27)}\n`;
}

function status(world: ProcWorld, process: Process): string {
  const { pid, ppid, uid, gid, groups, state, name } = infoOf(world.machine(), process);
  const { security = DEFAULT_SECURITY } = world.machine().spec;
  const bounding = security.capabilities.toString(16).padStart(16, '0');
  const capabilities = uid === 0 ? bounding : '0'.repeat(16);
  const lines: ReadonlyArray<readonly [string, string | number]> = [
    ['Name', name],
    ['Umask', process.umask.toString(8).padStart(4, '0')],
    ['State', STATE_NAMES[state]],
    ['Tgid', pid],
    ['Ngid', 0],
    ['Pid', pid],
    ['PPid', ppid],
    ['TracerPid', 0],
    ['Uid', Array(4).fill(uid).join('\t')],
    ['Gid', Array(4).fill(gid).join('\t')],
    ['FDSize', 64],
    ['Groups', `${groups.join(' ')} `],
    ['Threads', 1],
    ['SigPnd', mask(process.held)],
    ['ShdPnd', '0'.repeat(16)],
    ['SigBlk', '0'.repeat(16)],
    ['SigIgn', mask(signalsWith(process, 'ignore'))],
    ['SigCgt', mask([...signalsWith(process, 'catch'), ...signalsWith(process, 'end')])],
    ['CapInh', '0'.repeat(16)],
    ['CapPrm', capabilities],
    ['CapEff', capabilities],
    ['CapBnd', bounding],
    ['CapAmb', '0'.repeat(16)],
    ['NoNewPrivs', security.noNewPrivileges ? 1 : 0],
    ['Seccomp', security.seccomp ? 2 : 0],
    ['Seccomp_filters', security.seccomp ? 1 : 0],
  ];
  return lines.map(([key, value]) => `${key}:\t${value}\n`).join('');
}

function signalsWith(process: Process, action: 'ignore' | 'catch' | 'end'): number[] {
  return [...process.actions].filter(([, each]) => each === action).map(([signal]) => signal);
}

function mask(signals: readonly number[]): string {
  let bits = 0n;
  for (const signal of signals) bits |= 1n << BigInt(signal - 1);
  return bits.toString(16).padStart(16, '0');
}

/** What runc mounts with, by type; others are `rw,relatime` (recorded from dockerd 28.5.2 with runc 1.1.5). */
const MOUNT_OPTIONS: Readonly<Record<string, string>> = {
  proc: 'nosuid,nodev,noexec,relatime',
  sysfs: 'nosuid,nodev,noexec,relatime',
  devpts: 'nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
  mqueue: 'nosuid,nodev,noexec,relatime',
};

/** As runc mounts what each container has (oci/defaults.go), then what is the container's own, and at last what covers /proc. */
const MOUNT_ORDER = ['/', '/proc', '/dev', '/dev/pts', '/sys', '/dev/mqueue', '/dev/shm'];

function inOrder(mounts: readonly Mount[]): Mount[] {
  const rank = ({ path }: Mount) => {
    const known = MOUNT_ORDER.indexOf(path);
    if (known >= 0) return known;
    return MOUNT_ORDER.length + (path.startsWith('/proc/') ? 1 : 0);
  };
  return mounts.toSorted((one, other) => rank(one) - rank(other));
}

/** A container's own files lie on the host's disk, whatever tree they are here. */
const shownType = (source: string, type: string) =>
  source in MOUNT_OPTIONS ? source : source.startsWith('/dev/') ? 'ext4' : type;

/** Those of the mount, then the file system's own. */
function optionsOf({ space, path, source, files }: Mount): readonly [flags: string, data: string] {
  if (space !== undefined) return [space.flags, space.data];
  if (path === '/dev') return ['nosuid', 'size=65536k,mode=755'];
  return [MOUNT_OPTIONS[shownType(source, files.type)] ?? 'relatime', ''];
}

const joined = (...options: readonly string[]) => options.filter(each => each !== '').join(',');

function mounts({ files }: ProcWorld): string {
  const lines = inOrder(files.mounts()).map(mount => {
    const { source, path, readOnly } = mount;
    const options = joined(readOnly ? 'ro' : 'rw', ...optionsOf(mount));
    return `${source} ${path} ${shownType(source, mount.files.type)} ${options} 0 0\n`;
  });
  return lines.join('');
}

function mountInfo({ files }: ProcWorld): string {
  const lines = inOrder(files.mounts()).map(mount => {
    const { id, source, path, readOnly } = mount;
    const [flags, data] = optionsOf(mount);
    const access = readOnly ? 'ro' : 'rw';
    const type = shownType(source, mount.files.type);
    const ids = `${200 + id} ${path === '/' ? 200 : 201} 0:${30 + id}`;
    return `${ids} / ${path} ${joined(access, flags)} - ${type} ${source} ${joined(mount.space ? 'rw' : access, data)}\n`;
  });
  return lines.join('');
}

/** Name, unit and our name of each limit, in the order of fs/proc/base.c. */
const LIMITS: ReadonlyArray<readonly [label: string, name: string, unit: string]> = [
  ['Max cpu time', 'cpu', 'seconds'],
  ['Max file size', 'fsize', 'bytes'],
  ['Max data size', 'data', 'bytes'],
  ['Max stack size', 'stack', 'bytes'],
  ['Max core file size', 'core', 'bytes'],
  ['Max resident set', 'rss', 'bytes'],
  ['Max processes', 'nproc', 'processes'],
  ['Max open files', 'nofile', 'files'],
  ['Max locked memory', 'memlock', 'bytes'],
  ['Max address space', 'as', 'bytes'],
  ['Max file locks', 'locks', 'locks'],
  ['Max pending signals', 'sigpending', 'signals'],
  ['Max msgqueue size', 'msgqueue', 'bytes'],
  ['Max nice priority', 'nice', ''],
  ['Max realtime priority', 'rtprio', ''],
  ['Max realtime timeout', 'rttime', 'us'],
];

function limits(world: ProcWorld, process: Process): string {
  const current = limitsOf(world.machine(), process);
  const show = (value: number | undefined) =>
    value === undefined || value < 0 ? 'unlimited' : String(value);
  const line = (...columns: readonly [string, string, string, string]) =>
    `${columns[0].padEnd(26)}${columns[1].padEnd(21)}${columns[2].padEnd(21)}${columns[3].padEnd(10)}\n`;
  const lines = LIMITS.map(([label, name, unit]) =>
    line(label, show(current[name]?.[0]), show(current[name]?.[1]), unit),
  );
  return line('Limit', 'Soft Limit', 'Hard Limit', 'Units') + lines.join('');
}

/** The hierarchies of cgroup v1 on the recorded machine, the last mounted first; then v2's, which runs beside them. */
const HIERARCHIES = 'name=systemd pids blkio freezer devices memory cpuset cpuacct cpu'.split(' ');

/** With v1 a container is in the host's cgroup namespace, so that it sees its own id. */
function cgroup(world: ProcWorld): string {
  const path = `/docker/${world.machine().id}\n`;
  const lines = HIERARCHIES.map((name, index) => `${HIERARCHIES.length - index}:${name}:${path}`);
  return `${lines.join('')}0::${path}`;
}

type ProcessFile = (world: ProcWorld, process: Process) => string;

/** /proc/PID/NAME. */
export const PROCESS_FILES: Readonly<Record<string, ProcessFile>> = {
  cgroup,
  cmdline: (_world, { argv, status: state }) =>
    state === 'ended' ? '' : argv.map(word => `${word}\0`).join(''),
  comm: (world, process) => `${infoOf(world.machine(), process).name}\n`,
  environ: (_world, { env }) =>
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}\0`)
      .join(''),
  limits,
  mountinfo: mountInfo,
  mounts,
  oom_score_adj: () => '0\n',
  stat,
  statm: () => '0 0 0 0 0 0 0\n',
  status,
};

export const PROCESS_LINKS: Readonly<Record<string, (process: Process) => string>> = {
  cwd: ({ cwd }) => cwd,
  exe: ({ executable }) => executable,
  root: () => '/',
};
