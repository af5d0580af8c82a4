import { connect } from 'node:net';
import type { StartedTestContainer } from 'testcontainers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { type Interception, intercept } from '../../../src/transport/intercept/intercept.ts';
import { tooOldFor } from './drive.ts';

const engine = createEngine({ seed: 'modules' });
let interception: Interception;

beforeAll(() => {
  process.env.DOCKER_HOST = 'unix:///nowhere/modules.sock';
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  interception = intercept(api(engine));
});
afterAll(() => interception.dispose());

/** What a client hears that connects and says something. */
async function hears(container: StartedTestContainer, port: number): Promise<string> {
  const socket = connect(container.getMappedPort(port), container.getHost());
  let heard = '';
  socket.on('data', chunk => {
    heard += chunk;
  });
  socket.on('error', () => {}); // it may be gone before we spoke
  socket.write('GET /index HTTP/1.1\r\nHost: it\r\n\r\n');
  await new Promise(resolve => socket.on('close', resolve));
  return heard;
}

/** What the server wrote, up to the line in question, told so many times. */
async function logUntil(container: StartedTestContainer, line: RegExp, times: number): Promise<void> {
  const stream = await container.logs();
  let logged = '';
  for await (const chunk of stream) {
    logged += chunk;
    if (logged.split(line).length > times) break;
  }
}

const STAND_IN = /dockless: a stand-in for/;

interface Module {
  readonly start: () => Promise<StartedTestContainer>;
  readonly port: number;
  /** Who connects is told; otherwise the log tells. */
  readonly isTold: boolean;
}

/** Without a strategy the module waits for its own script alone. */
async function startKafka(version: string): Promise<StartedTestContainer> {
  const [{ KafkaContainer }, { Wait }] = await Promise.all([
    import('@testcontainers/kafka'),
    import('testcontainers'),
  ]);
  const container = new KafkaContainer(`confluentinc/cp-kafka:${version}`);
  return container.withWaitStrategy(Wait.forListeningPorts()).start();
}

const modules: Record<string, Module> = {
  mysql: {
    start: async () => new (await import('@testcontainers/mysql')).MySqlContainer('mysql:8.4').start(),
    port: 3306,
    isTold: true,
  },
  mariadb: {
    start: async () => new (await import('@testcontainers/mariadb')).MariaDbContainer('mariadb:11').start(),
    port: 3306,
    isTold: true,
  },
  mongodb: {
    start: async () => new (await import('@testcontainers/mongodb')).MongoDBContainer('mongo:8.2').start(),
    port: 27017,
    isTold: false,
  },
  rabbitmq: {
    start: async () =>
      new (await import('@testcontainers/rabbitmq')).RabbitMQContainer('rabbitmq:4-management').start(),
    port: 5672,
    isTold: false,
  },
  nats: {
    start: async () => new (await import('@testcontainers/nats')).NatsContainer('nats:2.12').start(),
    port: 4222,
    isTold: true,
  },
  'kafka with ZooKeeper': { start: () => startKafka('7.3.2'), port: 9093, isTold: false },
  'kafka with KRaft': { start: () => startKafka('8.1.0'), port: 9093, isTold: false },
  elasticsearch: {
    start: async () =>
      new (await import('@testcontainers/elasticsearch')).ElasticsearchContainer(
        'elasticsearch:9.2.0',
      ).start(),
    port: 9200,
    isTold: true,
  },
  localstack: {
    start: async () =>
      new (await import('@testcontainers/localstack')).LocalstackContainer('localstack/localstack:4').start(),
    port: 4566,
    isTold: true,
  },
};

test.skipIf(tooOldFor() !== undefined).each(Object.entries(modules))(
  "Testcontainers' module for %s is ready, and its server says what it is",
  { timeout: 60_000 },
  async (_, { start, port, isTold }) => {
    const container = await start();
    expect(await hears(container, port)).toMatch(isTold ? STAND_IN : /^$/);
    await logUntil(container, STAND_IN, isTold ? 1 : 2);
    await container.stop();
  },
);

test('nothing that the modules need is missing', () => {
  expect(engine.unsimulated()).toEqual({});
});
