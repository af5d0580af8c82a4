import type { Database, DatabaseOptions } from './engine/world/programs/postgres/database.ts';

/** Not among the imports: it is an optional peer, and bundlers leave it alone. */
const PEER = '@electric-sql/pglite';

/** The part of PGlite that is used. */
interface PGlite {
  execProtocolRaw(message: Uint8Array): Promise<Uint8Array>;
  dumpDataDir(compression: 'gzip'): Promise<Blob>;
  close(): Promise<void>;
}

interface PGliteModule {
  readonly PGlite: {
    create(options: {
      readonly username: string;
      readonly database: string;
      readonly loadDataDir?: Blob;
      readonly relaxedDurability: boolean;
    }): Promise<PGlite>;
  };
}

/** Whether PGlite is there for postgres containers. */
export function isPgliteInstalled(): boolean {
  try {
    import.meta.resolve(PEER);
    return true;
  } catch {
    return false;
  }
}

/** Opens a PostgreSQL in this process: some 2 s of processor time, and half a gigabyte. */
export async function openPglite({ user, database, dump }: DatabaseOptions): Promise<Database> {
  const { PGlite } = (await import(PEER)) as PGliteModule;
  const opened = await PGlite.create({
    username: user,
    database,
    relaxedDurability: true,
    ...(dump && { loadDataDir: new Blob([dump as Uint8Array<ArrayBuffer>]) }),
  });
  return {
    // It writes its next answer over the last one.
    exchange: async messages => (await opened.execProtocolRaw(messages)).slice(),
    dump: async () => new Uint8Array(await (await opened.dumpDataDir('gzip')).arrayBuffer()),
    close: () => opened.close(),
  };
}
