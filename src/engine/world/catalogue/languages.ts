import type { Application } from './application.ts';
import { EXEC_ENTRYPOINT, entrypointFor } from './entrypoint.ts';
import { DEFAULT_PATH } from './times.ts';

const ENTRYPOINT = ['docker-entrypoint.sh'];
const ENTRYPOINT_PATH = '/usr/local/bin/docker-entrypoint.sh';
const withPath = (before: string) => `PATH=${before}:${DEFAULT_PATH.slice(5)}`;

export const LANGUAGES: readonly Application[] = [
  {
    path: 'library/node',
    newest: '25.1.0',
    aliases: ['current', 'lts'],
    base: 'bookworm',
    created: '2025-10-29T21:03:32Z',
    size: 190_000_000,
    config: version => ({
      Env: [DEFAULT_PATH, `NODE_VERSION=${version}`, 'YARN_VERSION=1.22.22'],
      Entrypoint: ENTRYPOINT,
      Cmd: ['node'],
    }),
    programs: ['/usr/local/bin/node', '/usr/local/bin/npm', '/usr/local/bin/npx', '/usr/local/bin/yarn'],
    files: { [ENTRYPOINT_PATH]: entrypointFor('node') },
    directories: [['/home/node', 'node']],
    accounts: [{ name: 'node', uid: 1000, home: '/home/node', shell: '/bin/bash', comment: '' }],
  },
  {
    path: 'library/python',
    newest: '3.14.0',
    base: 'trixie',
    created: '2025-10-08T20:33:52Z',
    size: 70_000_000,
    config: version => ({
      Env: [withPath('/usr/local/bin'), `PYTHON_VERSION=${version}`],
      Cmd: ['python3'],
    }),
    programs: [
      '/usr/local/bin/python3',
      '/usr/local/bin/python',
      '/usr/local/bin/pip',
      '/usr/local/bin/pip3',
    ],
  },
  {
    path: 'library/golang',
    newest: '1.25.4',
    base: 'trixie',
    created: '2025-11-05T19:04:30Z',
    size: 260_000_000,
    config: version => ({
      Env: [
        withPath('/go/bin:/usr/local/go/bin'),
        `GOLANG_VERSION=${version}`,
        'GOTOOLCHAIN=local',
        'GOPATH=/go',
      ],
      Cmd: ['bash'],
      WorkingDir: '/go',
    }),
    programs: ['/usr/local/go/bin/go', '/usr/local/go/bin/gofmt'],
    directories: [
      ['/go/src', 'root', 0o1777],
      ['/go/bin', 'root', 0o1777],
    ],
  },
  {
    path: 'library/ruby',
    newest: '3.4.7',
    base: 'trixie',
    created: '2025-10-08T00:00:00Z',
    size: 90_000_000,
    config: version => ({
      Env: [
        withPath('/usr/local/bundle/bin'),
        'LANG=C.UTF-8',
        `RUBY_VERSION=${version}`,
        'GEM_HOME=/usr/local/bundle',
      ],
      Cmd: ['irb'],
    }),
    programs: ['/usr/local/bin/ruby', '/usr/local/bin/irb', '/usr/local/bin/gem', '/usr/local/bin/bundle'],
  },
  {
    path: 'library/php',
    newest: '8.4.14',
    base: 'trixie',
    created: '2025-10-24T00:00:00Z',
    size: 110_000_000,
    config: version => ({
      Env: [DEFAULT_PATH, 'PHP_INI_DIR=/usr/local/etc/php', `PHP_VERSION=${version}`],
      Entrypoint: ['docker-php-entrypoint'],
      Cmd: ['php', '-a'],
    }),
    programs: ['/usr/local/bin/php'],
    files: { '/usr/local/bin/docker-php-entrypoint': entrypointFor('php') },
  },
  {
    path: 'library/rust',
    newest: '1.91.0',
    base: 'trixie',
    created: '2025-10-30T00:00:00Z',
    size: 700_000_000,
    config: version => ({
      Env: [
        withPath('/usr/local/cargo/bin'),
        'RUSTUP_HOME=/usr/local/rustup',
        'CARGO_HOME=/usr/local/cargo',
        `RUST_VERSION=${version}`,
      ],
      Cmd: ['bash'],
    }),
    programs: ['/usr/local/cargo/bin/cargo', '/usr/local/cargo/bin/rustc', '/usr/local/cargo/bin/rustup'],
  },
  {
    path: 'library/eclipse-temurin',
    newest: '25',
    base: 'noble',
    created: '2025-10-24T00:00:00Z',
    size: 400_000_000,
    config: version => ({
      Env: [
        'JAVA_HOME=/opt/java/openjdk',
        withPath('/opt/java/openjdk/bin'),
        'LANG=en_US.UTF-8',
        `JAVA_VERSION=jdk-${version}`,
      ],
      Entrypoint: ['/__cacert_entrypoint.sh'],
      Cmd: ['jshell'],
    }),
    programs: ['/opt/java/openjdk/bin/java', '/opt/java/openjdk/bin/javac', '/opt/java/openjdk/bin/jshell'],
    files: { '/__cacert_entrypoint.sh': EXEC_ENTRYPOINT },
  },
  {
    path: 'library/bash',
    newest: '5.3.3',
    base: 'alpine',
    created: '2025-10-09T00:00:00Z',
    size: 6_000_000,
    config: version => ({
      Env: [DEFAULT_PATH, `_BASH_VERSION=${version}`],
      Entrypoint: ENTRYPOINT,
      Cmd: ['bash'],
    }),
    programs: ['/usr/local/bin/bash'],
    files: { [ENTRYPOINT_PATH]: entrypointFor('bash') },
  },
];
