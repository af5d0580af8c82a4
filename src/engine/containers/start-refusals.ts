import { goQuote } from '../../support/go-strconv.ts';
import { parseIp } from '../../support/ip-address.ts';
import type { HostConfig } from './host-config.ts';
import { cpuSharesProblem } from './runc-failure.ts';

type Refusal = (
  hostConfig: Readonly<HostConfig>,
  existsOnHost: (path: string) => boolean,
) => string | undefined;

const RUNC =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed';
const IN_INIT = `${RUNC}: unable to start container process: error during container init`;

/** Found before anything else: there is no network namespace then, and nothing to disconnect. */
export function nameServerProblem({ Dns }: Readonly<HostConfig>): string | undefined {
  const bad = Dns?.find(address => parseIp(address) === undefined);
  return bad && `bad nameserver address ${bad}: ParseAddr(${goQuote(bad)}): unable to parse IP`;
}

/**
 * Options that dockerd takes at creation and finds wrong at the start, in its order: its own specification (moby
 * daemon/oci_linux.go), then the log's driver, then what runc and the kernel say. All are untyped errors.
 */
export const START_REFUSALS: readonly Refusal[] = [
  missingBlockDevice,
  missingDevice,
  ({ DeviceCgroupRules }) => {
    const bad = DeviceCgroupRules?.find(rule => !/^[acb] (\d+|\*):(\d+|\*) [rwm]{1,3}$/.test(rule));
    return bad === undefined ? undefined : `invalid device cgroup rule format: '${bad}'`;
  },
  seccompProblem,
  mountConflict,
  tmpfsProblem,
  logDriverProblem,
  ({ Ulimits }) => {
    const unknown = Ulimits?.find(({ Name }) => !RLIMITS.includes(Name));
    return unknown && `${RUNC}: wrong rlimit value: RLIMIT_${unknown.Name.toUpperCase()}`;
  },
  ({ Sysctls }) => {
    const foreign = Object.keys(Sysctls ?? {}).find(name => !NAMESPACED.test(name));
    return foreign && `${RUNC}: sysctl ${goQuote(foreign)} is not in a separate kernel namespace`;
  },
  ({ CpuShares }) => {
    const problem = cpuSharesProblem(CpuShares);
    return problem && `${IN_INIT}: error setting cgroup config for procHooks process: ${problem}`;
  },
  ({ Ulimits }) => {
    const inverted = Ulimits?.find(({ Soft, Hard }) => Number(Hard) >= 0 && Number(Soft) > Number(Hard));
    if (inverted === undefined) return undefined;
    const type = RLIMITS.indexOf(inverted.Name);
    return `${IN_INIT}: error setting rlimits for ready process: error setting rlimit type ${type}: invalid argument`;
  },
];

/** In the order of Linux's RLIMIT numbers. */
const RLIMITS: readonly string[] =
  'cpu fsize data stack core rss nproc nofile memlock as locks sigpending msgqueue nice rtprio rttime'.split(
    ' ',
  );

/** What belongs to an IPC, network or UTS namespace (runc libcontainer/configs/validate). */
const NAMESPACED =
  /^(kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced|domainname)$|fs\.mqueue\.|net\.)/;

/** Devices of every Linux host, which the simulated disk does not hold as files. */
const HOST_DEVICES =
  /^\/dev(\/(null|zero|full|random|urandom|tty|console|ptmx|fuse|kmsg|net\/tun|shm|pts))?$/;

function missingBlockDevice(hostConfig: Readonly<HostConfig>, existsOnHost: (path: string) => boolean) {
  const lists = ['ReadBps', 'WriteBps', 'ReadIOps', 'WriteIOps'] as const;
  const paths = lists.flatMap(list => (hostConfig[`BlkioDevice${list}`] ?? []).map(({ Path }) => Path));
  const missing = paths.find(path => !HOST_DEVICES.test(path) && !existsOnHost(path));
  return missing === undefined ? undefined : `stat ${missing}: no such file or directory`;
}

function missingDevice(
  { Devices, Privileged }: Readonly<HostConfig>,
  existsOnHost: (path: string) => boolean,
) {
  if (Privileged) return undefined;
  const missing = Devices?.find(
    ({ PathOnHost }) => !HOST_DEVICES.test(PathOnHost) && !existsOnHost(PathOnHost),
  );
  if (missing === undefined) return undefined;
  return `error gathering device information while adding custom device ${goQuote(missing.PathOnHost)}: no such file or directory`;
}

/** A profile is JSON in the option itself; clients read its file. */
function seccompProblem({ SecurityOpt, Privileged }: Readonly<HostConfig>) {
  if (Privileged) return undefined;
  const option = SecurityOpt?.find(option => /^seccomp[=:]/.test(option));
  const profile = option?.slice('seccomp='.length) ?? '';
  if (profile === '' || profile === 'unconfined' || profile === 'builtin' || profile.startsWith('{')) {
    return undefined;
  }
  return `Decoding seccomp profile failed: invalid character '${profile[0]}' looking for beginning of value`;
}

function mountConflict({ Mounts }: Readonly<HostConfig>) {
  for (const { Type, ReadOnly, BindOptions } of Mounts ?? []) {
    if (Type !== 'bind' || ReadOnly) continue;
    for (const option of ['ReadOnlyNonRecursive', 'ReadOnlyForceRecursive'] as const) {
      if (BindOptions?.[option]) return `mount options conflict: !ReadOnly && BindOptions.${option}`;
    }
  }
  return undefined;
}

const MOUNT_FLAGS = new Set(
  'defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime strictatime nostrictatime'.split(
    ' ',
  ),
);

/** moby/sys/mount, MergeTmpfsOptions: from the last option to the first. */
function tmpfsProblem({ Tmpfs }: Readonly<HostConfig>) {
  for (const options of Object.values(Tmpfs ?? {})) {
    if (options === '') continue;
    const wrong = options
      .split(',')
      .reverse()
      .find(
        option => !MOUNT_FLAGS.has(option) && !/^(mode|uid|gid|size|nr_inodes|nr_blocks|mpol)=/.test(option),
      );
    if (wrong !== undefined) return `invalid tmpfs option ${goQuote(wrong.split('=')[0] ?? '')}`;
  }
  return undefined;
}

/** moby daemon/logger/jsonfilelog/jsonfilelog.go, New. */
function logDriverProblem({ LogConfig: { Type, Config } }: Readonly<HostConfig>) {
  if (Type !== 'json-file' && Type !== 'local') return undefined;
  const prefix = 'failed to create task for container: failed to initialize logging driver';
  const { 'max-size': size = '', 'max-file': files } = Config ?? {};
  const said = Type === 'local' ? `${prefix}: invalid value for max-size: ${size}` : prefix;
  if (size !== '' && !/^\d+(\.\d+)? ?([kmgtp]?i?b?)$/i.test(size)) return `${said}: invalid size: '${size}'`;
  if (files === undefined) return undefined;
  if (!/^[+-]?\d+$/.test(files)) return `${prefix}: strconv.Atoi: parsing ${goQuote(files)}: invalid syntax`;
  return Number(files) < 1 ? `${prefix}: max-file cannot be less than 1` : undefined;
}
