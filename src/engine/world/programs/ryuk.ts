import { formatRfc3339Nano } from '../../../support/go-time.ts';
import { Errno } from '../process/errno.ts';
import type { ReapFilters } from '../process/reap-call.ts';
import { sys } from '../process/sys.ts';
import type { PlainData, Program, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { decodeBytes } from './text.ts';

/*
 * Testcontainers' reaper. Its clients connect, send a line of filters and are told ACK; when the last of them has been
 * gone for a while, whatever the filters mean is removed, and it ends (testcontainers/moby-ryuk, reaper.go).
 */

const PORT = 8080;
const CONNECTION_TIMEOUT_NS = 60_000_000_000n;
const RECONNECTION_TIMEOUT_NS = 10_000_000_000n;
const TERM = 15;

interface State {
  readonly listener: number;
  /** What each client sent of a line so far, by descriptor. */
  readonly clients: ReadonlyArray<readonly [fd: number, text: string]>;
  readonly filterSets: readonly ReapFilters[];
  readonly wasConnected: boolean;
}

export const ryuk: Program = function* ({ start }) {
  const begun = start === undefined ? yield* begin() : (start as unknown as State);
  if (typeof begun === 'number') return begun;
  let state: State = begun;
  for (;;) {
    yield* sys.checkpoint(state as unknown as PlainData);
    const ready: readonly number[] | Errno = yield* outcome(sys.poll(...waitFor(state)));
    if (ready instanceof Errno) {
      if ((yield* sys.takeSignals()).includes(TERM)) return yield* end(state);
      continue;
    }
    if (ready.length === 0) return yield* end(state);
    for (const fd of ready) state = fd === state.listener ? yield* accept(state) : yield* hear(state, fd);
  }
};

function* begin(): Sys<State | number> {
  if ((yield* outcome(sys.stat('/var/run/docker.sock'))) instanceof Errno) {
    yield* log('ERROR', 'msg="Cannot connect to the Docker daemon at unix:///var/run/docker.sock"');
    return 1;
  }
  yield* sys.signalAction(TERM, 'catch');
  const listener = yield* sys.listen(PORT);
  yield* log('INFO', `msg=Started address=[::]:${PORT} (dockless stand-in)`);
  return { listener, clients: [], filterSets: [], wasConnected: false };
}

function waitFor({ listener, clients, wasConnected }: State): [number[], bigint | undefined] {
  const alone = wasConnected ? RECONNECTION_TIMEOUT_NS : CONNECTION_TIMEOUT_NS;
  return [[listener, ...clients.map(([fd]) => fd)], clients.length > 0 ? undefined : alone];
}

function* accept(state: State): Sys<State> {
  const { fd, address, port } = yield* sys.accept(state.listener);
  yield* log('INFO', `msg="client connected" address=${address}:${port} clients=${state.clients.length + 1}`);
  return { ...state, clients: [...state.clients, [fd, '']], wasConnected: true };
}

function* hear(state: State, fd: number): Sys<State> {
  const data = yield* outcome(sys.read(fd));
  const others = state.clients.filter(([each]) => each !== fd);
  if (data instanceof Errno || data.length === 0) {
    yield* sys.close(fd);
    yield* log('INFO', `msg="client disconnected" clients=${others.length}`);
    return { ...state, clients: others };
  }
  const before = state.clients.find(([each]) => each === fd)?.[1] ?? '';
  const lines = (before + decodeBytes(data)).split('\n');
  const rest = lines.pop() ?? '';
  const filterSets = [...state.filterSets];
  for (const line of lines) {
    const filters = parseFilters(line);
    if (Object.keys(filters).length > 0) filterSets.push(filters);
    yield* log('INFO', `msg="adding filter" args="${line}"`);
    yield* outcome(sys.write(fd, 'ACK\n'));
  }
  return { ...state, filterSets, clients: [...others, [fd, rest]] };
}

/** A query: `label=a%3Db&label=c&name=d`. */
function parseFilters(line: string): ReapFilters {
  const filters: Record<string, string[]> = {};
  for (const pair of line.trim().split('&')) {
    const equals = pair.indexOf('=');
    if (equals < 1) continue;
    const values = filters[pair.slice(0, equals)] ?? [];
    values.push(decodeURIComponent(pair.slice(equals + 1).replaceAll('+', ' ')));
    filters[pair.slice(0, equals)] = values;
  }
  return filters;
}

function* end({ filterSets, clients }: State): Sys<number> {
  yield* log('INFO', `msg="prune check" clients=${clients.length}`);
  if (filterSets.length > 0) yield* sys.reap(filterSets);
  yield* log('INFO', 'msg=done');
  return 0;
}

function* log(level: string, text: string): Sys<void> {
  yield* sys.write(2, `time=${formatRfc3339Nano(yield* sys.now())} level=${level} ${text}\n`);
}
