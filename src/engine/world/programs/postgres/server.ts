import { type AsyncProcess, programOf } from '../../process/async-program.ts';
import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Program } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { joinBytes } from '../text.ts';
import { hasScripts, InitialisationError, openCluster, ownerOf, saveCluster } from './cluster.ts';
import type { Database, OpenDatabase } from './database.ts';
import { errorResponse } from './messages.ts';
import { begin, log, ready, shutDown } from './server-log.ts';
import { Session } from './session.ts';

/**
 * PostgreSQL's server over a database that the host has: SQL on the container's port 5432. Clients share the one session
 * of that database and take turns, transaction by transaction. The database is opened when somebody first gets in (or at
 * once where there are initialisation scripts), and kept among the container's files when the server is told to stop;
 * what was written since is lost when it is killed. A copy of the engine replays what clients have asked so far.
 */
export const postgresOver = (open: OpenDatabase): Program =>
  programOf(process => new Server(process, open).run());

class Server {
  readonly #process: AsyncProcess;
  readonly #open: OpenDatabase;
  readonly #sessions = new Map<number, Session>();
  #database: Promise<Database> | undefined;
  #connections = 0;

  constructor(process: AsyncProcess, open: OpenDatabase) {
    this.#process = process;
    this.#open = open;
  }

  async run(): Promise<number> {
    const process = this.#process;
    const listener = await process.run(begin(process));
    if (listener === undefined) return 1;
    try {
      if (await hasScripts(process)) await this.#opened();
    } catch (error) {
      if (!(error instanceof InitialisationError)) throw error;
      await process.printError(`${error.message}\n`);
      return 3;
    }
    await process.run(ready());
    for (;;) {
      const fds = [listener, ...this.#sessions.keys()];
      const found = await process.run(outcome(sys.poll(fds)));
      if (found instanceof Errno) {
        const [signal] = await process.run(sys.takeSignals());
        if (signal === undefined) continue;
        if (this.#database !== undefined) await saveCluster(process, await this.#database);
        return await process.run(shutDown(signal));
      }
      for (const fd of found) await (fd === listener ? this.#accept(listener) : this.#read(fd));
      await this.#answerAll();
    }
  }

  #opened(): Promise<Database> {
    this.#database ??= openCluster(this.#process, this.#open);
    return this.#database;
  }

  async #accept(listener: number): Promise<void> {
    const { fd, address } = await this.#process.run(sys.accept(listener));
    this.#connections += 1;
    const isLocal = address.startsWith('127.') || address === '::1';
    const trusts = isLocal || this.#process.env.POSTGRES_HOST_AUTH_METHOD === 'trust';
    const pid = 40 + this.#connections;
    const owner = ownerOf(this.#process);
    this.#sessions.set(fd, new Session({ pid, owner, trusts, database: () => this.#opened() }));
  }

  async #read(fd: number): Promise<void> {
    const data = await this.#process.run(outcome(sys.read(fd)));
    if (data instanceof Errno || data.length === 0) await this.#close(fd);
    else this.#sessions.get(fd)?.take(data);
  }

  /** Whoever is in a transaction goes first, and the others wait for its end. */
  async #answerAll(): Promise<void> {
    for (let isDone = false; !isDone; ) {
      isDone = true;
      for (const [fd, session] of [...this.#sessions]) {
        const holder = [...this.#sessions.values()].find(each => each.isInTransaction);
        if (holder !== undefined && holder !== session) continue;
        const replies = await this.#answer(session);
        if (replies.length > 0) {
          isDone = false;
          await this.#process.run(outcome(sys.write(fd, joinBytes(replies))));
        }
        if (session.isOver) await this.#close(fd);
      }
    }
  }

  async #answer(session: Session): Promise<Uint8Array[]> {
    try {
      const replies = await session.answer();
      for (const said of session.log.splice(0)) await this.#process.run(log(session.pid, 'FATAL', said));
      return replies;
    } catch (error) {
      // The host could not open its database: the client hears why, and the next one may try again.
      this.#database = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      await this.#process.run(log(session.pid, 'FATAL', `dockless: ${reason}`));
      session.isOver = true;
      return [errorResponse('FATAL', 'XX000', `dockless: ${reason}`)];
    }
  }

  async #close(fd: number): Promise<void> {
    const session = this.#sessions.get(fd);
    this.#sessions.delete(fd);
    await this.#process.run(outcome(sys.close(fd)));
    if (this.#database !== undefined) await session?.leave(await this.#database);
  }
}
