import type { Application } from './application.ts';
import { entrypointFor } from './entrypoint.ts';
import { REGISTRY } from './registry.ts';
import { DEFAULT_PATH } from './times.ts';

export const TOOLS: readonly Application[] = [
  REGISTRY,
  {
    path: 'library/docker',
    newest: '28.5.2',
    base: 'alpine',
    created: '2025-11-06T00:00:00Z',
    size: 150_000_000,
    config: version => ({
      Env: [DEFAULT_PATH, `DOCKER_VERSION=${version}`, 'DOCKER_TLS_CERTDIR=/certs'],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['sh'],
    }),
    programs: ['/usr/local/bin/docker', '/usr/local/bin/dockerd'],
    files: { '/usr/local/bin/docker-entrypoint.sh': entrypointFor('docker') },
  },
  {
    path: 'testcontainers/ryuk',
    newest: '0.14.0',
    base: 'scratch',
    created: '2025-09-29T10:00:00Z',
    size: 14_000_000,
    config: () => ({
      ExposedPorts: { '8080/tcp': {} },
      Env: [DEFAULT_PATH],
      Cmd: ['/bin/ryuk'],
      WorkingDir: '/',
      Labels: { 'org.testcontainers.ryuk': 'true' },
    }),
    programs: ['/bin/ryuk'],
    directories: [['/tmp', 'root', 0o1777]],
  },
  {
    path: 'testcontainers/helloworld',
    newest: '1.3.0',
    base: 'alpine',
    created: '2024-12-11T00:00:00Z',
    size: 8_000_000,
    config: () => ({
      ExposedPorts: { '8080/tcp': {}, '8081/tcp': {} },
      Env: [DEFAULT_PATH],
      Cmd: ['/helloworld'],
      WorkingDir: '/',
    }),
    programs: ['/helloworld'],
  },
  {
    path: 'testcontainers/sshd',
    newest: '1.3.0',
    base: 'alpine',
    created: '2025-02-03T00:00:00Z',
    size: 12_000_000,
    config: () => ({
      ExposedPorts: { '22/tcp': {} },
      Env: [DEFAULT_PATH],
      Cmd: ['sh', '-c', 'echo root:$PASSWORD | chpasswd && /usr/sbin/sshd -D -o PermitRootLogin=yes'],
    }),
    programs: ['/usr/sbin/sshd'],
  },
  {
    path: 'localstack/localstack',
    newest: '4.10.0',
    aliases: ['stable'],
    base: 'bookworm',
    created: '2025-10-30T00:00:00Z',
    size: 1_100_000_000,
    config: version => ({
      ExposedPorts: { '4510/tcp': {}, '4566/tcp': {}, '5678/tcp': {} },
      Env: [DEFAULT_PATH, `LOCALSTACK_BUILD_VERSION=${version}`],
      Entrypoint: ['docker-entrypoint.sh'],
      WorkingDir: '/opt/code/localstack/',
    }),
    programs: ['/usr/local/bin/localstack', '/usr/local/bin/localstack-supervisor'],
    files: {
      '/usr/local/bin/docker-entrypoint.sh':
        '#!/bin/bash\nset -e\n\n[ $# -gt 0 ] || set -- localstack-supervisor\nexec "$@"\n',
    },
    directories: [['/opt/code/localstack'], ['/var/lib/localstack']],
  },
  {
    path: 'minio/minio',
    newest: 'RELEASE.2025-09-07T16-13-09Z',
    base: 'scratch',
    created: '2025-09-07T18:00:00Z',
    size: 175_000_000,
    config: version => ({
      ExposedPorts: { '9000/tcp': {} },
      Env: [
        DEFAULT_PATH,
        'MINIO_UPDATE_MINISIGN_PUBKEY=RWTx5Zr1tiHQLwG9keckT0c45M3AGeHD6IvimQHpyRywVWGbP1aVSGav',
      ],
      Entrypoint: ['/usr/bin/docker-entrypoint.sh'],
      Cmd: ['minio'],
      Volumes: { '/data': {} },
      Labels: { name: 'MinIO', version },
    }),
    programs: ['/usr/bin/minio', '/usr/bin/mc', '/bin/sh'],
    files: { '/usr/bin/docker-entrypoint.sh': entrypointFor('minio') },
    directories: [['/data']],
  },
  {
    path: 'curlimages/curl',
    newest: '8.17.0',
    base: 'alpine',
    created: '2025-11-05T08:00:00Z',
    size: 14_000_000,
    config: () => ({
      User: 'curl_user',
      Env: [DEFAULT_PATH, 'CURL_CA_BUNDLE=/cacert.pem'],
      Entrypoint: ['/entrypoint.sh'],
      Cmd: ['curl'],
      WorkingDir: '/home/curl_user',
    }),
    programs: ['/usr/bin/curl'],
    files: { '/entrypoint.sh': entrypointFor('curl') },
    directories: [['/home/curl_user', 'curl_user']],
    accounts: [{ name: 'curl_user', uid: 100, gid: 101, home: '/home/curl_user', shell: '/bin/sh' }],
  },
];
