import { decodeText, joinBytes } from '../text.ts';
import { firstRow, literal, name, type Owner } from './cluster.ts';
import type { Database } from './database.ts';
import {
  authentication,
  CANCEL_REQUEST,
  errorResponse,
  GSS_REQUEST,
  type Message,
  messagesIn,
  parametersOf,
  query,
  SSL_REQUEST,
  startupPacket,
  takeMessage,
  takeStartup,
} from './messages.ts';
import { isPassword } from './password.ts';

/** What a session is made with. */
interface SessionOptions {
  readonly pid: number;
  readonly owner: Owner;
  /** Nobody is asked for a password. */
  readonly trusts: boolean;
  readonly database: () => Promise<Database>;
}

/** After these the server answers; what came before them waits for them. */
const ENDS_A_TURN = new Set(['Q', 'S', 'F', 'c', 'f']);

/** One client of a server. */
export class Session {
  readonly pid: number;
  readonly #options: SessionOptions;
  /** What a server's log says of it, to be taken away. */
  readonly log: string[] = [];
  isInTransaction = false;
  isOver = false;
  #stage: 'startup' | 'password' | 'in' = 'startup';
  #input: Uint8Array = new Uint8Array(0);
  #user = '';

  constructor(options: SessionOptions) {
    this.#options = options;
    this.pid = options.pid;
  }

  take(data: Uint8Array): void {
    this.#input = this.#input.length === 0 ? data : joinBytes([this.#input, data]);
  }

  /** Goes on as far as what has come allows; what is to be sent. */
  async answer(): Promise<Uint8Array[]> {
    if (this.isOver) return [];
    if (this.#stage === 'startup') return await this.#startUp();
    if (this.#stage === 'password') return await this.#checkPassword();
    return await this.#turn();
  }

  /** What it left behind is cleared away for the others. */
  async leave(database: Database): Promise<void> {
    if (this.#stage !== 'in') return;
    if (this.isInTransaction) await database.exchange(query('ROLLBACK'));
    await database.exchange(query('DISCARD ALL'));
  }

  async #startUp(): Promise<Uint8Array[]> {
    const packet = takeStartup(this.#input);
    if (packet === undefined) return [];
    this.#input = this.#input.subarray(packet.taken);
    if (packet.code === SSL_REQUEST || packet.code === GSS_REQUEST) return [Uint8Array.of(0x4e)];
    if (packet.code === CANCEL_REQUEST) return this.#end();
    const parameters = parametersOf(packet.body);
    this.#user = parameters.get('user') ?? '';
    const wanted = parameters.get('database') ?? this.#user;
    const { owner, trusts } = this.#options;
    if (wanted !== owner.database) return this.#refuse('3D000', databaseProblem(wanted, owner));
    if (trusts) return await this.#letIn();
    this.#stage = 'password';
    return [authentication(3)];
  }

  async #checkPassword(): Promise<Uint8Array[]> {
    const given = takeMessage(this.#input);
    if (given === undefined) return [];
    this.#input = this.#input.subarray(given.whole.length);
    if (given.type !== 'p')
      return this.#refuse(
        '08P01',
        `expected password response, got message type ${given.type.charCodeAt(0)}`,
      );
    const database = await this.#options.database();
    const row = await firstRow(
      database,
      `SELECT rolpassword FROM pg_authid WHERE rolname = ${literal(this.#user)} AND rolcanlogin`,
    );
    if (!isPassword(decodeText(given.body).replace(/\0$/, ''), row?.[0] ?? ''))
      return this.#refuse('28P01', `password authentication failed for user "${this.#user}"`);
    return await this.#letIn();
  }

  async #letIn(): Promise<Uint8Array[]> {
    const database = await this.#options.database();
    const known = await firstRow(database, `SELECT 1 FROM pg_roles WHERE rolname = ${literal(this.#user)}`);
    if (known === undefined) return this.#refuse('28000', `role "${this.#user}" does not exist`);
    this.#stage = 'in';
    // The database's own greeting: that the client is in, its parameters, and that it is ready.
    const { owner } = this.#options;
    const greeting = await database.exchange(startupPacket(owner.user, owner.database));
    await this.#beUser(database);
    return [greeting];
  }

  async #beUser(database: Database): Promise<void> {
    await database.exchange(query(`SET SESSION AUTHORIZATION ${name(this.#user)}`));
  }

  /** The messages up to the next that wants an answer, as one. */
  async #turn(): Promise<Uint8Array[]> {
    const taken: Message[] = [];
    for (const message of messagesIn(this.#input)) {
      taken.push(message);
      if (message.type === 'X') return this.#end();
      if (ENDS_A_TURN.has(message.type)) break;
    }
    if (!ENDS_A_TURN.has(taken.at(-1)?.type ?? '')) return [];
    const whole = joinBytes(taken.map(message => message.whole));
    this.#input = this.#input.subarray(whole.length);
    const database = await this.#options.database();
    if (!this.isInTransaction) await this.#beUser(database);
    const reply = await database.exchange(whole);
    // ReadyForQuery ends it: idle, or in a transaction.
    const status = String.fromCharCode(reply.at(-1) ?? 0);
    if (String.fromCharCode(reply.at(-6) ?? 0) === 'Z') this.isInTransaction = status !== 'I';
    return [reply];
  }

  #refuse(state: string, text: string): Uint8Array[] {
    this.log.push(text);
    this.isOver = true;
    return [errorResponse('FATAL', state, text)];
  }

  #end(): Uint8Array[] {
    this.isOver = true;
    return [];
  }
}

function databaseProblem(wanted: string, { database }: Owner): string {
  if (!['postgres', 'template1'].includes(wanted)) return `database "${wanted}" does not exist`;
  return `dockless: of this cluster only the database "${database}" can be connected to`;
}
