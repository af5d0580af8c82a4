/**
 * Who the simulated daemon says it is, and on which machine: one that does not change. Modelled on what dockerd
 * 28.5.2 of Debian answered (recorded November 2026); where Debian's values carry a suffix of its own, upstream's
 * stand here.
 */
export const PERSONA = {
  os: 'linux',
  /** Go's name for it, and the kernel's. */
  arch: 'amd64',
  machine: 'x86_64',
  version: '28.5.2',
  minApiVersion: '1.24',
  gitCommit: '89c5e8f',
  goVersion: 'go1.25.3',
  buildTime: '2025-11-05T14:43:25.000000000+00:00',
  kernelVersion: '6.1.0-41-amd64',
  operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  osVersion: '12',
  hostname: 'dockless',
  cpus: 4,
  memoryBytes: 8_589_934_592,
  rootDir: '/var/lib/docker',
  containerdAddress: '/run/containerd/containerd.sock',
  /** What an idle dockerd of that version has open. */
  openFiles: 27,
  goroutines: 49,
  components: [
    { name: 'containerd', version: 'v1.7.29', gitCommit: '442cb34bda9a6a0fed82a2ca7cade05c5c749582' },
    { name: 'runc', version: '1.1.5', gitCommit: 'v1.1.5-0-gf19387a6' },
    { name: 'docker-init', version: '0.19.0', gitCommit: 'de40ad0' },
  ],
} as const;
