import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import type { Program, ProgramContext } from '../../process/system-call.ts';
import { strftime } from '../strftime.ts';
import { type Port, type StandIn, standIn } from './serve.ts';

const { INT, TERM, WINCH } = SIGNAL_NUMBERS;
/** What a JVM exits with on SIGTERM. */
const JVM = { [TERM]: 128 + TERM, [INT]: 128 + INT };

const fixed =
  (...ports: readonly Port[]) =>
  () =>
    ports;

/** `2025-01-01T00:00:00.000` with any separator of date and time. */
const stamp = (now: bigint, separator = 'T') =>
  `${strftime(`%Y-%m-%d${separator}%H:%M:%S`, now)}.${String((now / 1_000_000n) % 1000n).padStart(3, '0')}`;

const versionIn = ({ env }: ProgramContext, name: string, otherwise: string) =>
  /\d+(\.\d+)*/.exec(env[name]?.replace(/^\d+:/, '') ?? '')?.[0] ?? otherwise;

const mysql: StandIn = {
  product: 'MySQL',
  ports: fixed({ port: 3306, speaks: 'mysql' }, { port: 33060, speaks: 'silence' }),
  ready: (now, context) => {
    const version = versionIn(context, 'MYSQL_VERSION', '9.5.0');
    return [
      `${stamp(now)}000Z 0 [System] [MY-011323] [Server] X Plugin ready for connections. Bind-address: '::' port: 33060, socket: /var/run/mysqld/mysqlx.sock`,
      `${stamp(now)}000Z 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '${version}'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.`,
    ];
  },
  stopping: now => [
    `${stamp(now)}000Z 0 [System] [MY-010910] [Server] /usr/sbin/mysqld: Shutdown complete (mysqld)  MySQL Community Server - GPL.`,
  ],
  endsOn: { [TERM]: 0 },
};

const mariadb: StandIn = {
  product: 'MariaDB',
  ports: fixed({ port: 3306, speaks: 'mysql' }),
  ready: (now, context) => [
    `${strftime('%Y-%m-%d %k:%M:%S', now)} 0 [Note] mariadbd: ready for connections.`,
    `Version: '${versionIn(context, 'MARIADB_VERSION', '12.0.2')}-MariaDB-ubu2404'  socket: '/run/mysqld/mysqld.sock'  port: 3306  mariadb.org binary distribution`,
  ],
  stopping: now => [`${strftime('%Y-%m-%d %k:%M:%S', now)} 0 [Note] mariadbd: Shutdown complete`],
  endsOn: { [TERM]: 0 },
};

const mongo: StandIn = {
  product: 'MongoDB',
  ports: fixed({ port: 27017, speaks: 'silence' }),
  ready: now => [
    mongoLine(now, 'NETWORK', 23016, 'listener', 'Waiting for connections', { port: 27017, ssl: 'off' }),
  ],
  stopping: now => [mongoLine(now, 'CONTROL', 23138, 'SignalHandler', 'Shutting down', { exitCode: 0 })],
  endsOn: { [TERM]: 0, [INT]: 0 },
};

const mongoLine = (now: bigint, c: string, id: number, ctx: string, msg: string, attr: object) =>
  JSON.stringify({ t: { $date: `${stamp(now)}+00:00` }, s: 'I', c, id, ctx, msg, attr });

const rabbitmq: StandIn = {
  product: 'RabbitMQ',
  ports: fixed({ port: 5672, speaks: 'silence' }, { port: 15672, speaks: 'http' }),
  ready: now => [`${stamp(now, ' ')}000+00:00 [info] <0.9.0> Server startup complete; 0 plugins started.`],
  endsOn: { [TERM]: 0, [INT]: 0 },
};

const nats: StandIn = {
  product: 'NATS',
  ports: ({ argv }) => [
    { port: Number(optionOf(argv, '-p', '--port') ?? 4222), speaks: 'nats' },
    ...natsMonitoring(argv),
  ],
  ready: now => [`[1] ${strftime('%Y/%m/%d %H:%M:%S', now)}.000000 [INF] Server is ready`],
  stopping: now => [`[1] ${strftime('%Y/%m/%d %H:%M:%S', now)}.000000 [INF] Server Exiting..`],
  // nats-server, server/signal.go: a SIGTERM is told from a SIGINT by the exit code.
  endsOn: { [TERM]: 1, [INT]: 0 },
};

/** The image's own configuration file has a monitoring port. */
function natsMonitoring(argv: readonly string[]): Port[] {
  const port =
    optionOf(argv, '-m', '--http_port') ??
    (argv.includes('--config') || argv.includes('-c') ? '8222' : undefined);
  return port === undefined ? [] : [{ port: Number(port), speaks: 'http' }];
}

function optionOf(argv: readonly string[], ...names: readonly string[]): string | undefined {
  const at = argv.findIndex(word => names.includes(word));
  return at < 0 ? undefined : argv[at + 1];
}

/** The ports of KAFKA_LISTENERS: `PLAINTEXT://0.0.0.0:9092,CONTROLLER://:9093`. */
const kafka: StandIn = {
  product: 'Kafka',
  ports: ({ env }) => {
    const ports = Array.from((env.KAFKA_LISTENERS ?? '').matchAll(/:(\d+)(?:,|$)/g), ([, port]) =>
      Number(port),
    );
    return [...new Set(ports.length === 0 ? [9092] : ports)].map(port => ({ port, speaks: 'silence' }));
  },
  ready: (now, { env }) => {
    const id = env.KAFKA_NODE_ID ?? env.KAFKA_BROKER_ID ?? '1';
    const text =
      env.KAFKA_PROCESS_ROLES === undefined && env.KAFKA_ZOOKEEPER_CONNECT !== undefined
        ? `[KafkaServer id=${id}] started (kafka.server.KafkaServer)`
        : `[KafkaRaftServer nodeId=${id}] Kafka Server started (kafka.server.KafkaRaftServer)`;
    return [`[${stamp(now, ' ').replace('.', ',')}] INFO ${text}`];
  },
  endsOn: JVM,
};

const zookeeper: StandIn = {
  product: 'ZooKeeper',
  ports: fixed({ port: 2181, speaks: 'silence' }),
  ready: now => [
    `[${stamp(now, ' ').replace('.', ',')}] INFO binding to port 0.0.0.0/0.0.0.0:2181 (org.apache.zookeeper.server.NIOServerCnxnFactory)`,
  ],
  endsOn: JVM,
};

const elasticsearch: StandIn = {
  product: 'Elasticsearch',
  ports: fixed({ port: 9200, speaks: 'http' }, { port: 9300, speaks: 'silence' }),
  ready: (now, { env }) => [
    JSON.stringify({
      '@timestamp': `${stamp(now)}Z`,
      'log.level': 'INFO',
      message: `started {${env.HOSTNAME ?? ''}}`,
      'service.name': 'ES_ECS',
    }),
  ],
  endsOn: JVM,
  answers: context => ({
    '/': {
      name: context.env.HOSTNAME ?? '',
      cluster_name: 'docker-cluster',
      version: { number: versionIn(context, 'ELASTIC_VERSION', '9.2.0'), build_flavor: 'default' },
      tagline: 'You Know, for Search',
    },
  }),
};

const localstack: StandIn = {
  product: 'LocalStack',
  ports: fixed({ port: 4566, speaks: 'http' }),
  ready: () => ['Ready.'],
  endsOn: { [TERM]: 0, [INT]: 0 },
  answers: context => ({
    '/_localstack/health': {
      services: {},
      edition: 'community',
      version: versionIn(context, 'LOCALSTACK_BUILD_VERSION', '4.10.0'),
    },
  }),
};

const apache: StandIn = {
  product: 'the Apache HTTP server',
  ports: fixed({ port: 80, speaks: 'http' }),
  ready: now => [
    `${apacheStamp(now)} [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'`,
  ],
  stopping: now => [
    `${apacheStamp(now)} [mpm_event:notice] [pid 1:tid 1] AH00491: caught SIGTERM, shutting down`,
  ],
  endsOn: { [TERM]: 0, [WINCH]: 0, [INT]: 0 },
};

const apacheStamp = (now: bigint) => `[${strftime('%a %b %d %H:%M:%S', now)}.000000 ${strftime('%Y', now)}]`;

/** The servers that only live, by the names of their programs. */
export const standIns: Readonly<Record<string, Program>> = {
  mysqld: standIn(mysql),
  mariadbd: standIn(mariadb),
  mongod: standIn(mongo),
  'rabbitmq-server': standIn(rabbitmq),
  'nats-server': standIn(nats),
  'kafka-server-start': standIn(kafka),
  'kafka-server-start.sh': standIn(kafka),
  'zookeeper-server-start': standIn(zookeeper),
  elasticsearch: standIn(elasticsearch),
  'localstack-supervisor': standIn(localstack),
  apache2: standIn(apache),
  'httpd-foreground': standIn(apache),
};
