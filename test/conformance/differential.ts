/**
 * Sends random calls to a live daemon and to a fresh engine side by side, and prints where their answers differ:
 * `npm run differential -- --live unix:///path [--seed N] [--calls N]`. The live daemon is cleaned on the way.
 */
import { parseArgs } from 'node:util';
import { Bindings } from '../../src/recording/compare/bindings.ts';
import { operationOf } from '../../src/recording/compare/compare.ts';
import { compareReplies, type ReplyDifference } from '../../src/recording/compare/compare-replies.ts';
import { live } from '../../src/transport/live.ts';
import { cleanDaemon } from './clean-daemon.ts';
import { type Answer, Docker } from './client.ts';
import { freshEngine } from './play.ts';
import { type Draw, PRELUDE, type RandomCall, randomCall } from './random-calls.ts';

/** Both sides start anew after so many calls, so that one difference does not spoil all that follow. */
const HISTORY = 30;

const { values } = parseArgs({
  options: {
    live: { type: 'string' },
    seed: { type: 'string', default: '1' },
    calls: { type: 'string', default: '300' },
  },
});
if (values.live === undefined) throw new Error('name the live daemon: --live unix:///path/docker.sock');
const real = new Docker(live(values.live));
const dataRoot: string = (await real.get('/info')).json.DockerRootDir;
const calls = Number(values.calls);
const tally = { calls: 0, sameStatus: 0, same: 0 };

for (let history = 0; tally.calls < calls; history += 1) {
  await cleanDaemon(real);
  const { daemon, advance } = await freshEngine();
  const ours = new Docker(daemon);
  const draw = drawing(Number(values.seed) * 1000 + history);
  const bindings = new Bindings();
  const log: string[] = [];
  for (let count = 0; count < HISTORY && tally.calls < calls; count += 1) {
    const call = PRELUDE[count] ?? randomCall(draw);
    const found = await both(call, ours, advance, bindings);
    tally.calls += 1;
    if (found.every(({ where }) => where !== 'status')) tally.sameStatus += 1;
    if (found.length === 0) tally.same += 1;
    const body =
      call.body === undefined
        ? ''
        : ` ${typeof call.body === 'string' ? call.body : JSON.stringify(call.body)}`;
    log.push(`${call.method} ${decodeURIComponent(call.path)}${body}`);
    if (found.length > 0) print(history, count, log, found);
  }
}
await cleanDaemon(real);
const percent = (part: number) => `${((100 * part) / tally.calls).toFixed(1)} %`;
process.stdout.write(
  `${tally.calls} calls: status ${percent(tally.sameStatus)}, whole answer ${percent(tally.same)}\n`,
);
process.exit();

/** Asks both; the engine's clock goes as far as the real one went. */
async function both(
  call: RandomCall,
  ours: Docker,
  advance: (ms: number) => Promise<void>,
  bindings: Bindings,
): Promise<ReplyDifference[]> {
  const { method, path, body } = call;
  const startedMs = performance.now();
  const recorded = await real.ask(method, path, body);
  const operation = operationOf({ method, target: path });
  let actual: Answer | undefined;
  const asked = ours.ask(method, path, body).then(answer => {
    actual = answer;
  });
  await advance(performance.now() - startedMs);
  for (let waited = 0; actual === undefined && waited < 2_000; waited += 10) await advance(10);
  if (actual === undefined)
    return [{ where: 'status', recorded: String(recorded.status), actual: 'no reply' }];
  await asked;
  if (call.settles !== undefined) await settle(call.settles, ours, advance);
  const text = recorded.text.replaceAll(dataRoot, '/var/lib/docker');
  const expected = {
    status: recorded.status,
    headers: recorded.headers,
    body: new TextEncoder().encode(text),
  };
  return compareReplies(operation, expected, actual, bindings);
}

/** Until a container that ends by itself has ended, on both sides. */
async function settle(name: string, ours: Docker, advance: (ms: number) => Promise<void>): Promise<void> {
  const runs = async (docker: Docker) => {
    const { status, text } = await docker.get(`/containers/${name}/json`);
    if (status !== 200) return false;
    const { State, Config } = JSON.parse(text);
    return State.Running && Config.Cmd?.[0] !== 'sleep';
  };
  for (let tries = 0; tries < 50 && (await runs(real)); tries += 1)
    await new Promise(resolve => setTimeout(resolve, 20));
  for (let tries = 0; tries < 50 && (await runs(ours)); tries += 1) await advance(20);
}

function print(
  history: number,
  count: number,
  log: readonly string[],
  found: readonly ReplyDifference[],
): void {
  const before = log.slice(-4, -1).map(line => `      after ${line}\n`);
  process.stdout.write(`history ${history}, call ${count}: ${log.at(-1)}\n${before.join('')}`);
  for (const { where, recorded, actual } of found.slice(0, 5)) {
    process.stdout.write(
      `   ${where}\n      docker:   ${recorded.slice(0, 300)}\n      dockless: ${actual.slice(0, 300)}\n`,
    );
  }
}

/** A small generator of its own (mulberry32): the histories of a seed must not change with a library. */
function drawing(seed: number): Draw {
  let state = seed >>> 0;
  return below => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
