import type { Application } from './application.ts';
import { EXEC_ENTRYPOINT } from './entrypoint.ts';
import { DEFAULT_PATH } from './times.ts';

export const BROKERS: readonly Application[] = [
  {
    path: 'library/rabbitmq',
    newest: '4.2.0',
    base: 'noble',
    created: '2025-10-29T00:00:00Z',
    size: 185_000_000,
    config: version => ({
      ExposedPorts: {
        '15691/tcp': {},
        '15692/tcp': {},
        '25672/tcp': {},
        '4369/tcp': {},
        '5671/tcp': {},
        '5672/tcp': {},
      },
      Env: [
        `PATH=/opt/rabbitmq/sbin:/opt/erlang/bin:/opt/openssl/bin:${DEFAULT_PATH.slice(5)}`,
        'RABBITMQ_DATA_DIR=/var/lib/rabbitmq',
        `RABBITMQ_VERSION=${version}`,
        'RABBITMQ_HOME=/opt/rabbitmq',
        'HOME=/var/lib/rabbitmq',
        'LANG=C.UTF-8',
      ],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['rabbitmq-server'],
      Volumes: { '/var/lib/rabbitmq': {} },
    }),
    programs: [
      '/opt/rabbitmq/sbin/rabbitmq-server',
      '/opt/rabbitmq/sbin/rabbitmqctl',
      '/opt/rabbitmq/sbin/rabbitmq-diagnostics',
    ],
    files: { '/usr/local/bin/docker-entrypoint.sh': EXEC_ENTRYPOINT },
    directories: [
      ['/var/lib/rabbitmq', 'rabbitmq', 0o1777],
      ['/etc/rabbitmq/conf.d', 'rabbitmq'],
    ],
    accounts: [{ name: 'rabbitmq', uid: 999, home: '/var/lib/rabbitmq', shell: '/bin/bash' }],
  },
  {
    path: 'library/nats',
    newest: '2.12.1',
    base: 'scratch',
    created: '2025-10-07T00:00:00Z',
    size: 17_000_000,
    config: () => ({
      ExposedPorts: { '4222/tcp': {}, '6222/tcp': {}, '8222/tcp': {} },
      Env: [DEFAULT_PATH],
      Entrypoint: ['/nats-server'],
      Cmd: ['--config', 'nats-server.conf'],
    }),
    programs: ['/nats-server'],
    files: { '/nats-server.conf': 'port: 4222\nmonitor_port: 8222\n' },
  },
  {
    path: 'apache/kafka',
    newest: '4.1.0',
    base: 'alpine',
    created: '2025-09-02T00:00:00Z',
    size: 380_000_000,
    config: () => ({
      User: 'appuser',
      ExposedPorts: { '9092/tcp': {} },
      Env: [`PATH=/opt/java/openjdk/bin:${DEFAULT_PATH.slice(5)}`],
      Entrypoint: ['/__cacert_entrypoint.sh'],
      Cmd: ['/etc/kafka/docker/run'],
    }),
    programs: ['/opt/kafka/bin/kafka-server-start.sh'],
    files: {
      '/__cacert_entrypoint.sh': EXEC_ENTRYPOINT,
      '/etc/kafka/docker/run':
        '#!/bin/sh\nexec /opt/kafka/bin/kafka-server-start.sh /opt/kafka/config/server.properties\n',
      '/opt/kafka/config/server.properties': 'process.roles=broker,controller\n',
    },
    accounts: [{ name: 'appuser', uid: 1000, home: '/home/appuser' }],
  },
  {
    path: 'confluentinc/cp-kafka',
    newest: '8.1.0',
    base: 'bookworm',
    created: '2025-10-09T00:00:00Z',
    size: 830_000_000,
    config: () => ({
      User: 'appuser',
      ExposedPorts: { '9092/tcp': {} },
      Env: [DEFAULT_PATH, 'COMPONENT=kafka', 'CUB_CLASSPATH="/usr/share/java/cp-base-new/*"'],
      Cmd: ['/etc/confluent/docker/run'],
      WorkingDir: '/home/appuser',
      Volumes: { '/etc/kafka/secrets': {}, '/var/lib/kafka/data': {} },
    }),
    programs: ['/usr/bin/kafka-server-start', '/usr/bin/zookeeper-server-start'],
    files: {
      '/etc/confluent/docker/run': '#!/bin/bash\nexec kafka-server-start /etc/kafka/kafka.properties\n',
      '/etc/confluent/docker/configure': '#!/bin/bash\n',
      '/etc/confluent/docker/ensure': '#!/bin/bash\n',
      '/etc/kafka/kafka.properties': '',
    },
    directories: [
      ['/home/appuser', 'appuser'],
      ['/etc/confluent/docker', 'appuser'],
      ['/var/lib/kafka/data', 'appuser'],
    ],
    accounts: [{ name: 'appuser', uid: 1000, home: '/home/appuser', shell: '/bin/bash' }],
  },
];
