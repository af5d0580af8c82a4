import type { AsyncProcess } from '../../process/async-program.ts';
import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import { attempt, outcome } from '../attempt.ts';
import { readFile } from '../input.ts';
import { decodeText } from '../text.ts';
import type { Database, OpenDatabase } from './database.ts';
import { fieldsOf, messagesIn, query, valuesOf } from './messages.ts';

const SCRIPTS = '/docker-entrypoint-initdb.d';

/** Where a cluster lies between two runs of its container. */
const dumpPath = ({ env }: AsyncProcess) =>
  `${env.PGDATA ?? '/var/lib/postgresql/data'}/dockless-cluster.tar.gz`;

/** Whose the cluster is, as the official image's environment says it. */
export interface Owner {
  readonly user: string;
  readonly database: string;
}

export function ownerOf({ env }: AsyncProcess): Owner {
  const user = env.POSTGRES_USER || 'postgres';
  return { user, database: env.POSTGRES_DB || user };
}

/** A failure of an initialisation script: the container ends with it, as the official image's does. */
export class InitialisationError extends Error {
  override readonly name = 'InitialisationError';
}

/** Opens the cluster that the last run left, or makes one and runs /docker-entrypoint-initdb.d. */
export async function openCluster(process: AsyncProcess, open: OpenDatabase): Promise<Database> {
  const owner = ownerOf(process);
  const saved = await process.run(attempt(readFile(dumpPath(process))));
  if (saved !== undefined) return await open({ ...owner, dump: saved });
  const password = process.env.POSTGRES_PASSWORD ?? '';
  let database = await open({ user: 'postgres', database: 'postgres' });
  const role = owner.user === 'postgres' ? 'ALTER ROLE' : 'CREATE ROLE';
  await execute(database, `${role} ${name(owner.user)} SUPERUSER LOGIN PASSWORD ${literal(password)}`);
  if (owner.database !== 'postgres')
    await execute(database, `CREATE DATABASE ${name(owner.database)} OWNER ${name(owner.user)}`);
  if (owner.user !== 'postgres' || owner.database !== 'postgres') {
    const dump = await database.dump();
    await database.close();
    database = await open({ ...owner, dump });
  }
  await runScripts(process, database);
  return database;
}

/** Keeps the cluster for the next run. */
export async function saveCluster(process: AsyncProcess, database: Database): Promise<void> {
  const dump = await database.dump();
  await database.close();
  await process.run(
    outcome(
      (function* () {
        const fd = yield* sys.open(dumpPath(process), { write: true, create: true, truncate: true }, 0o600);
        yield* sys.write(fd, dump);
        yield* sys.close(fd);
      })(),
    ),
  );
}

export async function hasScripts(process: AsyncProcess): Promise<boolean> {
  return (await scripts(process)).length > 0;
}

async function scripts(process: AsyncProcess): Promise<string[]> {
  const entries = (await process.run(attempt(sys.readdir(SCRIPTS)))) ?? [];
  return entries.map(entry => entry.name).filter(each => /\.(sh|sql|sql\.gz)$/.test(each));
}

async function runScripts(process: AsyncProcess, database: Database): Promise<void> {
  for (const script of await scripts(process)) {
    const path = `${SCRIPTS}/${script}`;
    await process.print(`/usr/local/bin/docker-entrypoint.sh: running ${path}\n`);
    if (!script.endsWith('.sql')) {
      await process.run(sys.unsimulated(`initialisation by ${path}`));
      throw new InitialisationError(`dockless runs only .sql files of ${SCRIPTS}, not ${path}`);
    }
    const content = await process.run(outcome(readFile(path)));
    if (content instanceof Errno) throw new InitialisationError(`${path}: ${content.message}`);
    await process.print(`${await execute(database, decodeText(content))}\n\n`);
  }
}

/** Runs SQL; what the commands said, line by line. @throws InitialisationError */
async function execute(database: Database, sql: string): Promise<string> {
  const said: string[] = [];
  for (const message of messagesIn(await database.exchange(query(sql)))) {
    if (message.type === 'C') said.push(decodeText(message.body).replace('\0', ''));
    if (message.type === 'E') throw new InitialisationError(`ERROR:  ${fieldsOf(message).get('M')}`);
  }
  return said.join('\n');
}

/** The first row of a query; undefined where there is none. */
export async function firstRow(
  database: Database,
  sql: string,
): Promise<ReadonlyArray<string | undefined> | undefined> {
  for (const message of messagesIn(await database.exchange(query(sql))))
    if (message.type === 'D') return valuesOf(message);
  return undefined;
}

export const name = (text: string) => `"${text.replaceAll('"', '""')}"`;
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
