import { expect, test } from 'vitest';
import { runningWorld } from '../../../../fixtures/running-world.ts';

test('a stand-in for postgres is ready, says that it has no database, and ends', async () => {
  const world = runningWorld({ pglite: false });
  await world.pull('postgres:16');
  await world.start('db', { Image: 'postgres:16', Env: ['POSTGRES_PASSWORD=secret'] });
  expect(await world.exec('db', ['pg_isready', '-U', 'me'])).toEqual({
    exitCode: 0,
    output: '/var/run/postgresql:5432 - accepting connections\n',
  });
  expect(await world.exec('db', ['pg_isready', '-h', 'localhost', '-p', '5433'])).toEqual({
    exitCode: 2,
    output: 'localhost:5433 - no response\n',
  });
  const { exitCode, output } = await world.exec('db', ['psql', '-h', 'localhost', '-c', 'select 1']);
  expect([exitCode, output]).toEqual([
    2,
    expect.stringMatching(/^psql: error: .* FATAL: {2}dockless: this is a stand-in/),
  ]);
  const log = await world.logs('db');
  expect(log.match(/database system is ready to accept connections/g)).toHaveLength(2);
  const copy = runningWorld({}, world.engine.fork());
  expect(await copy.exec('db', ['pg_isready'])).toMatchObject({ exitCode: 0 });
  await world.call('POST', '/containers/db/stop');
  expect(await world.state('db')).toMatchObject({ Status: 'exited', ExitCode: 0 });
});

test('it asks for a password as the official image does', async () => {
  const world = runningWorld({ pglite: false });
  await world.pull('postgres:16');
  await world.start('db', { Image: 'postgres:16' });
  expect(await world.wait('db')).toBe(1);
  expect(await world.logs('db')).toContain(
    'Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD',
  );
});
