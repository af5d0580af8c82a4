/** A PostgreSQL that the host has, in memory. One session; whoever shares it takes turns. */
export interface Database {
  /** Frontend messages in, all backend messages that they cause out (protocol 3.0). */
  exchange(messages: Uint8Array): Promise<Uint8Array>;
  /** The cluster, to be opened again. */
  dump(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What to open: a new cluster, or a dumped one; as whom, and which of its databases. */
export interface DatabaseOptions {
  readonly user: string;
  readonly database: string;
  readonly dump?: Uint8Array;
}

export type OpenDatabase = (options: DatabaseOptions) => Promise<Database>;
