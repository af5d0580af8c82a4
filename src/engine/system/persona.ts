/** Who the simulated daemon says it is: Docker's own build of 28.5.2 on a plausible machine. */
export const PERSONA = {
  os: 'linux',
  arch: 'amd64',
  version: '28.5.2',
  apiVersion: '1.51',
  minApiVersion: '1.24',
  gitCommit: '89c5e8f',
  goVersion: 'go1.25.3',
  buildTime: '2025-11-05T14:44:07.000000000+00:00',
  kernelVersion: '6.8.0-48-generic',
  components: [
    { name: 'containerd', version: 'v1.7.29', gitCommit: '442cb34bda9a6a0fed82a2ca7cade05c5c749582' },
    { name: 'runc', version: '1.3.3', gitCommit: 'v1.3.3-0-gd842d771' },
    { name: 'docker-init', version: '0.19.0', gitCommit: 'de40ad0' },
  ],
} as const;
