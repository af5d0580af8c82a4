/** A difference from a real daemon that stays, and why. */
export interface Accepted {
  /** Of one daemon only. */
  readonly release?: string;
  /** Matched against the scenario's name. */
  readonly scenario: RegExp;
  /** Matched against `METHOD /path`. */
  readonly operation: RegExp;
  /** Matched against where it is: `status`, `header …`, `body State.Pid`. */
  readonly where: RegExp;
  readonly reason: string;
}

/** The only list of its kind. It may shrink; whoever adds to it says why Docker's answer cannot be had. */
export const accepted: readonly Accepted[] = [
  {
    scenario: /^create-network-modes$/,
    operation: /^GET \/containers\//,
    where: /^body Config\.Hostname$/,
    reason: "with the host's network a container has the machine's name",
  },
  {
    scenario: /^create-host-config-errors$/,
    operation: /^POST \/containers\/create$/,
    where: /^body message$/,
    reason: 'the sentence says how many CPUs the machine has',
  },
  {
    scenario: /^image-errors$/,
    operation: /^(POST \/images\/create|GET \/images\/search)$/,
    where: /^status$/,
    reason: 'the recorded machine reaches no name server, and says so',
  },
  {
    scenario: /^build$/,
    operation: /^POST \/build$/,
    where: /^body \[\d\]\.error/,
    reason: 'the recorded machine reaches no name server, and says so',
  },
  {
    scenario: /^(info|versions-system)$/,
    operation: /^GET \/info$/,
    where: /^body (Containerd|Init)Commit\.Expected$/,
    reason: "Debian's build names no commits, so there is nothing to expect",
  },
  {
    scenario: /^inside-identity$/,
    operation: /^GET \/containers\/.*\/logs$/,
    where: /^body stdout$/,
    reason: "under --init the first number of a process depends on how many threads runc's own init had",
  },
  {
    scenario: /^inside-commands$/,
    operation: /^GET \/containers\/[0-9a-f]+\/logs$/,
    where: /^body stderr$/,
    reason:
      "after a wrong option busybox prints its manual, which is busybox's own text: ours is one line of it",
  },
  {
    release: '20.10',
    scenario: /^published-random-ports$/,
    operation: /^GET \/containers\//,
    where: /(HostPort|PublicPort)$/,
    reason: 'dockerd 20.10 goes on from the port that it drew last, whoever had it',
  },
];

/** A difference between a live daemon and the engine, at random calls, that stays. */
export interface AcceptedAtRandom {
  readonly operation: RegExp;
  readonly where: RegExp;
  /** Matched against what the live daemon said there. */
  readonly docker: RegExp;
  readonly reason: string;
}

/** What a machine beside us does otherwise: it says something about that machine, not about Docker. */
export const acceptedAtRandom: readonly AcceptedAtRandom[] = [
  {
    operation: /^POST \/containers\/(create|[^/]+\/update)$/,
    where: /^body message$/,
    docker: /range of CPUs is from|CPUs are not available|memory nodes are not available/,
    reason: 'the sentence says how many CPUs the machine has',
  },
  {
    operation: /^GET \/containers\/[^/]+\/json$/,
    where: /^body Config\.Hostname$/,
    docker: /./,
    reason: "with the host's network a container has the machine's name",
  },
  {
    operation: /^GET \/events$/,
    where: /\.execDuration$/,
    docker: /^"\d+"$/,
    reason: 'whole seconds of a run that began a moment earlier or later',
  },
  {
    operation: /^GET \/events$/,
    where: /^body \.length$/,
    docker: /"Action":"kill"/,
    reason: 'whether a process that dies of its stop signal is gone before the KILL that follows at once',
  },
  {
    operation: /^GET \/info$/,
    where: /^body (Containerd|Runc|Init)Commit\.Expected$/,
    docker: /absent/,
    reason: "Debian's build names no commits, so there is nothing to expect",
  },
  {
    operation: /^POST \/containers\/create$/,
    where: /^body message$/,
    docker: /^"(\* invalid config for network|Container cannot be created with multiple network endpoints)/,
    reason: 'dockerd walks a map of endpoints: which of them comes first is chance',
  },
  {
    operation: /^GET \/containers\/[^/]+\/top$/,
    where: /^body Processes\[\d+\]\[\d+\]$/,
    docker: /^"(\d\d:\d\d|[\d.]+)"$/,
    reason: 'how big the processes are, and when they began',
  },
  {
    operation: /^GET \/containers\//,
    where: /Networks\.n\d\.(NetworkID|DNSNames|EndpointID|MacAddress|Gateway|IPAddress|IPPrefixLen)$/,
    docker: /^(""|null|0)$/,
    reason: 'a start of which one network is missing: which of the others are connected by then is chance',
  },
  {
    operation: /^DELETE \/images\//,
    where: /^body message$/,
    docker: /image is being used by running container/,
    reason: 'dockerd walks a map of containers: which of those that use an image it names is chance',
  },
  {
    operation: /^GET \/containers\/[^/]+\/(archive|export)$/,
    where: /content$/,
    docker: /nameserver/,
    reason: "a resolv.conf has the machine's name server",
  },
  {
    operation: /^(DELETE \/images\/|POST \/images\/prune)/,
    where: /\.length$/,
    docker: /absent$/,
    reason: 'dockerd holds the layers of an image it has saved, as the tool made it do, until it ends',
  },
  {
    operation: /^(GET|POST) \/(networks|containers)/,
    where: /IPAM\.Config|IPv6/,
    docker: /^"fd[0-9a-f]{2}:/,
    reason: "dockerd makes a unique local IPv6 prefix from its host's id",
  },
  {
    operation: /^POST \/networks\/create$/,
    where: /^status$/,
    docker: /operation not supported/,
    reason: "the machine's kernel has no ipvlan or macvlan",
  },
  {
    operation: /^POST \/(images\/(create|.*\/push)|build)$/,
    where: /error|\.length$/,
    docker: /network is unreachable|connection refused/,
    reason: 'the recorded machine reaches no name server, and says so',
  },
  {
    operation: /./,
    where: /^status$/,
    docker: /the daemon closed the connection without an answer/,
    reason: 'dockerd panicked; dockless answers',
  },
];

/**
 * What a live daemon does otherwise and the engine does not do yet, seen in random histories. This list may only
 * shrink; the README has it.
 */
export const knownDifferences: readonly string[] = [
  "a start that fails at a volume's subpath: dockerd has told of the other volumes' mounts alone",
  'an anonymous volume with mount options: dockerd may count a mount too many, and keeps the volume for ever',
];
