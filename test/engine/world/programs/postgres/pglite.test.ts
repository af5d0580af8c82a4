import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { api } from '../../../../../src/index.ts';
import { intercept } from '../../../../../src/node.ts';
import { isPgliteInstalled } from '../../../../../src/pglite.ts';
import { runningWorld } from '../../../../fixtures/running-world.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** script.txt is what the real psql 15.18 showed of script.sql, over a published port of `dockless serve`. */
test.skipIf(!isPgliteInstalled())(
  'postgres has a database where PGlite is installed',
  {
    timeout: 120_000,
  },
  async () => {
    const { default: pg } = await import('pg');
    const world = runningWorld({ pglite: true });
    world.engine.image('shop/db', {
      from: 'postgres:17',
      files: {
        '/docker-entrypoint-initdb.d/1-schema.sql': 'CREATE TABLE items (id serial primary key, name text);',
        '/docker-entrypoint-initdb.d/2-data.sql': "INSERT INTO items (name) VALUES ('tea'), ('milk');",
        '/script.sql': read('script.sql'),
      },
    });
    await world.start('db', {
      Image: 'shop/db',
      Env: ['POSTGRES_USER=shop', 'POSTGRES_PASSWORD=secret', 'POSTGRES_DB=shop'],
      HostConfig: { PortBindings: { '5432/tcp': [{ HostPort: '54329' }] } },
    });
    await world.engine.idle();
    using _ = intercept(api(world.engine));
    const connect = async (password: string) => {
      const options = { host: 'localhost', port: 54_329, user: 'shop', database: 'shop' };
      const client = new pg.Client({ ...options, password });
      await client.connect();
      return client;
    };
    await expect(connect('wrong')).rejects.toThrow('password authentication failed for user "shop"');
    const [one, two] = [await connect('secret'), await connect('secret')];
    // What comes before the transaction's end waits for it.
    await one.query('BEGIN');
    await one.query("INSERT INTO items (name) VALUES ('rice')");
    const counted = two.query('SELECT count(*)::int AS n FROM items WHERE id > $1', [0]);
    await one.query('ROLLBACK');
    expect((await counted).rows).toEqual([{ n: 2 }]);
    await one.end();
    await two.end();
    const script = ['sh', '-c', 'psql -U shop < /script.sql'];
    expect((await world.exec('db', script)).output).toBe(read('script.txt'));
    const count = ['psql', '-U', 'shop', '-tAc', 'SELECT count(*) FROM t'];
    // A copy of the engine has a database of its own, in which the same was asked.
    const copy = runningWorld({}, world.engine.fork());
    expect(await copy.exec('db', ['psql', '-U', 'shop', '-qc', 'DELETE FROM t'])).toMatchObject({
      exitCode: 0,
    });
    expect((await copy.exec('db', count)).output).toBe('0\n');
    // What was written is there after a restart.
    await world.call('POST', '/containers/db/restart');
    await world.engine.idle();
    expect((await world.exec('db', count)).output).toBe('3\n');
    expect(await world.logs('db')).toContain('running /docker-entrypoint-initdb.d/2-data.sql\nINSERT 0 2\n');
  },
);

test.skipIf(!isPgliteInstalled())(
  'a failing initialisation script ends the container',
  {
    timeout: 60_000,
  },
  async () => {
    const world = runningWorld({ pglite: true });
    const files = { '/docker-entrypoint-initdb.d/bad.sql': 'CREATE TABEL x;' };
    world.engine.image('shop/bad', { from: 'postgres:17', files });
    await world.start('db', { Image: 'shop/bad', Env: ['POSTGRES_PASSWORD=secret'] });
    expect(await world.wait('db')).toBe(3);
    expect(await world.logs('db')).toContain('ERROR:  syntax error at or near "TABEL"\n');
  },
);
