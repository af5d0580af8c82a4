import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Program, ProgramContext, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { complain } from '../output.ts';
import { decodeText } from '../text.ts';

/*
 * Clients of the stand-ins, as far as health checks use them: they tell whether the server is there, and what it says to
 * who wants more.
 */

const MYSQL_PORT = 3306;
const ERR_PACKET_HEAD = 7;

function* connect(context: ProgramContext, defaultPort: number): Sys<number | Errno> {
  const [address] = yield* sys.resolve(optionValue(context, 'h', 'host') ?? 'localhost');
  const port = Number(optionValue(context, 'P', 'port') ?? defaultPort);
  if (address === undefined) return new Errno('EHOSTUNREACH');
  return yield* outcome(sys.connect(address, port));
}

/** `-hHOST`, `-h HOST`, `--host=HOST`, `--host HOST`. */
function optionValue({ argv }: ProgramContext, letter: string, name: string): string | undefined {
  for (const [index, word] of argv.entries()) {
    if (word === `-${letter}` || word === `--${name}`) return argv[index + 1];
    if (word.startsWith(`--${name}=`)) return word.slice(name.length + 3);
    if (word.startsWith(`-${letter}`)) return word.slice(2);
  }
  return undefined;
}

/** `mysqladmin ping`: a server that refuses its clients is alive, too. */
const mysqladmin: Program = function* (context) {
  const called = context.argv[0]?.split('/').at(-1) ?? 'mysqladmin';
  const fd = yield* connect(context, MYSQL_PORT);
  if (fd instanceof Errno) {
    const host = optionValue(context, 'h', 'host') ?? 'localhost';
    yield* complain(`${called}: connect to server at '${host}' failed`);
    yield* complain(`error: 'Can't connect to MySQL server on '${host}:${MYSQL_PORT}' (${fd.message})'`);
    return 1;
  }
  yield* outcome(sys.close(fd));
  if (!context.argv.includes('ping')) return yield* notSimulated(`${called} without ping`);
  yield* sys.write(1, 'mysqld is alive\n');
  return 0;
};

/** `mysql`: shows the server's refusal. */
const mysql: Program = function* (context) {
  const fd = yield* connect(context, MYSQL_PORT);
  if (fd instanceof Errno) {
    yield* complain(`ERROR 2003 (HY000): Can't connect to MySQL server (${fd.message})`);
    return 1;
  }
  const packet = yield* outcome(sys.read(fd));
  yield* outcome(sys.close(fd));
  const text = packet instanceof Errno ? packet.message : decodeText(packet.subarray(ERR_PACKET_HEAD));
  yield* complain(`ERROR 1105 (HY000): ${text}`);
  return 1;
};

const RABBITMQ_CHECKS = new Set(['ping', 'check_running', 'check_port_connectivity', 'check_local_alarms']);
/** sysexits(3): the service is unavailable. */
const EX_UNAVAILABLE = 69;

const rabbitmqDiagnostics: Program = function* (context) {
  const check = context.argv.slice(1).find(word => !word.startsWith('-')) ?? '';
  if (!RABBITMQ_CHECKS.has(check)) return yield* notSimulated(`rabbitmq-diagnostics ${check}`);
  const fd = yield* outcome(sys.connect('127.0.0.1', 5672));
  if (fd instanceof Errno) {
    yield* complain('Error: unable to perform an operation on node. It is not running.');
    return EX_UNAVAILABLE;
  }
  yield* outcome(sys.close(fd));
  const isQuiet = context.argv.includes('-q') || context.argv.includes('--quiet');
  if (!isQuiet) yield* sys.write(1, `${check === 'ping' ? 'Ping' : 'Check'} succeeded\n`);
  return 0;
};

/** What health checks ask: any other call would have to be evaluated. */
const READINESS_CALLS =
  /\b(db\.(adminCommand|runCommand)\((\{ *)?['"]?(ping|hello|isMaster)['"]?( *: *1 *\})?\)|db\.(hello|isMaster)\(\)|rs\.(status|initiate)\(\)|sleep\(\d+\))/g;
const WORDS_AROUND = /\b(try|catch|while|quit|e|ok|ismaster|isWritablePrimary|true|false)\b/g;

function asksForReadiness(script: string): boolean {
  const rest = script.replace(READINESS_CALLS, '');
  return rest !== script && !/[a-z]/i.test(rest.replace(WORDS_AROUND, ''));
}

const mongosh: Program = function* (context) {
  const script = optionValue(context, 'eval', 'eval') ?? '';
  if (!asksForReadiness(script)) return yield* notSimulated('mongosh for more than ping and rs.status()');
  const fd = yield* outcome(sys.connect('127.0.0.1', 27017));
  if (fd instanceof Errno) {
    yield* complain('MongoNetworkError: connect ECONNREFUSED 127.0.0.1:27017');
    return 1;
  }
  yield* outcome(sys.close(fd));
  yield* sys.write(1, script.includes('.ok') ? '1\n' : '{ ok: 1 }\n');
  return 0;
};

function* notSimulated(what: string): Sys<number> {
  yield* sys.unsimulated(what);
  yield* complain(`dockless: ${what} is not simulated`);
  return 127;
}

export const standInClients: Readonly<Record<string, Program>> = {
  mysqladmin,
  'mariadb-admin': mysqladmin,
  mysql,
  mariadb: mysql,
  'rabbitmq-diagnostics': rabbitmqDiagnostics,
  mongosh,
  mongo: mongosh,
};
