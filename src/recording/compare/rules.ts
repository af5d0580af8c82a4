/** A difference that says something about the machine, not about Docker. */
export interface Rule {
  /** Matched against `METHOD /path` without version and query. */
  readonly operation: RegExp;
  /** Matched against where the difference is: `header Server`, `body HostConfig.Memory`. */
  readonly where: RegExp;
  readonly reason: string;
}

const ANY = /./;

/** What a comparison never reports, as long as it is there in both and of one type. */
export const MACHINE_FACTS: readonly Rule[] = [
  {
    operation: ANY,
    where: /^header Server$/,
    reason: "the build's version string: Debian's has a suffix",
  },
  {
    operation: /^GET \/version$/,
    where:
      /^body (Components\[\d+\]\.)?(Details\.)?(Version|GitCommit|GoVersion|KernelVersion|BuildTime|Platform\.Name)$/,
    reason: "the build and the machine's kernel",
  },
  {
    operation: /^GET \/info$/,
    where:
      /^body (ID|KernelVersion|OperatingSystem|OSVersion|OSType|Architecture|NCPU|MemTotal|Name|DockerRootDir|ServerVersion|NFd|NGoroutines|NEventsListener|SystemTime|Driver|DriverStatus.*|CgroupVersion|CgroupDriver|ContainerdCommit.*|RuncCommit.*|InitCommit.*|Containerd.*|Warnings.*|SecurityOptions.*|Runtimes.*|DefaultAddressPools.*|FirewallBackend.*|CDISpecDirs.*|InitBinary|Plugins.*|DiscoveredDevices.*)/,
    reason: 'what the machine is',
  },
  {
    operation: /^POST \/containers\/[^/]+\/wait$/,
    where: /^body text$/,
    reason: 'what dockerd says to a client that has left is a matter of moments',
  },
  {
    operation: ANY,
    where: /[ .](Pid|SandboxKey|SandboxID|EndpointID|ResolvConfPath|HostnamePath|HostsPath|LogPath)$/,
    reason: "host process ids, and paths and ids of the daemon's own housekeeping",
  },
  {
    operation: /^GET \/containers\/[^/]+\/top$/,
    where: /Processes\[\d+\]\[[0-4]\]$/,
    reason: "the host's process ids and times",
  },
  {
    operation: ANY,
    where: /GraphDriver\.|Storage\./,
    reason: "overlay2's directories",
  },
  {
    operation: ANY,
    where: /(^body|[.\]]) ?(Created|Started|Finished|time|timeNano|LastTagTime|CreatedAt)$/,
    reason: 'times',
  },
  {
    operation: ANY,
    where: /(Size|SizeRw|SizeRootFs|VirtualSize|LayersSize|SharedSize|SpaceReclaimed|UniqueSize|reclaimed)$/,
    reason: 'sizes on disk',
  },
  {
    operation: /^GET \/containers\/[^/]+\/stats$/,
    where: /^body /,
    reason: 'measurements of the machine: only their form is compared',
  },
  {
    operation: /^GET \/images/,
    where: /RootFS\.|[ .](History|Comment|CreatedBy|DockerVersion|Author)$/,
    reason: 'the machine imported a busybox of its own',
  },
];

/** A list in no order: dockerd walks a Go map. */
export interface UnorderedList {
  readonly operation: RegExp;
  readonly path: RegExp;
  /** The field that tells its items apart; the whole item where there is none. */
  readonly by?: string;
  /** A number that the list goes down by: items are in no order only where it is the same. */
  readonly downBy?: string;
  readonly reason: string;
}

export const UNORDERED: readonly UnorderedList[] = [
  {
    operation: /^GET \/(images\/json|system\/df)$/,
    path: /^(Images)?$/,
    by: 'RepoTags',
    downBy: 'Created',
    reason: 'images are sorted by whole seconds, out of a map',
  },
  { operation: /^GET \/networks\/?$/, path: /^$/, by: 'Name', reason: 'libnetwork walks a map of networks' },
  {
    operation: /^GET \/(containers\/|system\/df)/,
    path: /(^|\.)Mounts$/,
    by: 'Destination',
    reason: 'mount points are a map by destination',
  },
  { operation: /^GET \/(containers\/json|system\/df)$/, path: /Ports$/, reason: 'ports are a map by port' },
  {
    operation: /^GET \/(volumes|system\/df)$/,
    path: /^Volumes$/,
    by: 'Name',
    reason: 'the volume store walks a map',
  },
  {
    operation: /^GET \/containers\/[^/]+\/changes$/,
    path: /^$/,
    by: 'Path',
    reason: 'where the kernel gives overlay2 no native diff, dockerd walks maps of directories',
  },
  { operation: /^POST \/(networks|volumes)\/prune$/, path: /Deleted$/, reason: 'the stores walk maps' },
];
