import { expect, test } from 'vitest';
import { runningWorld } from '../../../fixtures/running-world.ts';

async function started(image: string, env: readonly string[] = []) {
  const world = runningWorld({});
  await world.pull(image);
  await world.start('it', { Image: image, Env: env });
  return world;
}

test('MySQL is alive for its health check, and tells its client that it is a stand-in', async () => {
  const world = await started('mysql:8', ['MYSQL_ROOT_PASSWORD=secret']);
  expect(await world.exec('it', ['mysqladmin', 'ping', '-h', 'localhost', '-psecret'])).toEqual({
    exitCode: 0,
    output: 'mysqld is alive\n',
  });
  const asked = await world.exec('it', ['mysql', '-uroot', '-psecret', '-e', 'select 1']);
  expect(asked.exitCode).toBe(1);
  expect(asked.output).toMatch(/^ERROR 1105 \(HY000\): dockless: a stand-in for MySQL/);
  const copy = runningWorld({}, world.engine.fork());
  expect(await copy.exec('it', ['mysqladmin', 'ping'])).toMatchObject({ exitCode: 0 });
  await world.call('POST', '/containers/it/stop');
  expect(await world.state('it')).toMatchObject({ Status: 'exited', ExitCode: 0 });
  expect(await world.logs('it')).toMatch(
    /ready for connections\. Version: .* port: 3306[\s\S]*Shutdown complete/,
  );
});

test.each([
  ['mysql', 'MYSQL_ROOT_PASSWORD'],
  ['mariadb', 'MARIADB_ROOT_PASSWORD'],
])('%s asks for a password as the official image does', async (image, variable) => {
  const world = await started(image);
  expect(await world.wait('it')).toBe(1);
  expect(await world.logs('it')).toMatch(
    new RegExp(
      `Database is uninitialized and password option is not specified\n {4}You need to .*\n {4}- ${variable}\n`,
    ),
  );
});

test('mongosh answers what health checks ask, and says so of the rest', async () => {
  const world = await started('mongo:8');
  const ask = (script: string) => world.exec('it', ['mongosh', '--quiet', '--eval', script]);
  expect(await ask("db.adminCommand('ping').ok")).toEqual({ exitCode: 0, output: '1\n' });
  expect(await ask('db.runCommand({ ping: 1 })')).toMatchObject({ exitCode: 0 });
  for (const script of ['db.adminCommand({dropDatabase: 1})', 'db.shop.find()', 'print(1)', '']) {
    expect(await ask(script), script).toEqual({
      exitCode: 127,
      output: 'dockless: mongosh for more than ping and rs.status() is not simulated\n',
    });
  }
});

test('RabbitMQ answers its diagnostics while it runs', async () => {
  const world = await started('rabbitmq:4');
  expect(await world.exec('it', ['rabbitmq-diagnostics', '-q', 'ping'])).toEqual({ exitCode: 0, output: '' });
  expect(await world.exec('it', ['rabbitmq-diagnostics', 'list_queues'])).toMatchObject({ exitCode: 127 });
});

test.each([
  ['elasticsearch:9.2.0', 143],
  ['apache/kafka', 143],
  ['nats', 1],
  ['mongo', 0],
])('%s ends as the real one does: %i', async (image, code) => {
  const world = await started(image);
  await world.call('POST', '/containers/it/stop');
  expect(await world.state('it')).toMatchObject({ Status: 'exited', ExitCode: code });
});
