import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { parseSnapshot, serializeSnapshot } from '../../src/engine/snapshot-json.ts';
import type { Daemon } from '../../src/exchange/exchange.ts';
import { listen } from '../../src/transport/listen.ts';
import { live } from '../../src/transport/live.ts';
import { Docker } from '../conformance/client.ts';
import type { RandomCall } from '../conformance/random/draw.ts';
import { randomHistory } from '../conformance/random/history.ts';

/** How many histories, and how long each is; `DOCKLESS_SEEDS` for a longer search. */
const SEEDS = Number(process.env.DOCKLESS_SEEDS ?? 1_000);
const CALLS = 45;

/** Without what a client would have to walk away from; references to ids stay as they are, and name nothing. */
const history = (seed: number): RandomCall[] =>
  randomHistory(seed, CALLS).filter(({ readMs }) => readMs === undefined);

/** Everything a client can see of each answer: status, headers in order but for the transport’s own, body. */
async function play(daemon: Daemon, calls: readonly RandomCall[]): Promise<string[]> {
  const docker = new Docker(daemon);
  const seen: string[] = [];
  for (const { method, path, body, version, headers: sent } of calls) {
    const options = { ...(version && { version }), ...(sent && { headers: sent }) };
    const { status, headers, text } = await docker.ask(method, path, body, options);
    const ownHeaders = headers.filter(([name]) => name !== 'Transfer-Encoding');
    seen.push([`${method} ${path}`, status, JSON.stringify(ownHeaders), text].join('\n'));
  }
  return seen;
}

async function freshEngine(seed: number): Promise<Engine> {
  const engine = createEngine({ seed: String(seed) });
  for (const image of ['busybox', 'alpine', 'hello-world']) {
    await new Docker(api(engine)).post(`/images/create?fromImage=${image}&tag=latest`);
  }
  return engine;
}

const SOCKET = `unix://${join(tmpdir(), `dockless-simulation-${process.pid}.sock`)}`;

test(`${SEEDS} random histories: same seed and same calls, same bytes, in memory and over a socket`, {
  timeout: 600_000,
}, async () => {
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const calls = history(seed);
    const inMemory = await play(api(await freshEngine(seed)), calls);
    const listening = await listen(api(await freshEngine(seed)), SOCKET);
    const overSocket = await play(live(SOCKET), calls);
    await listening.close();
    expect(overSocket, `seed ${seed}`).toEqual(inMemory);
  }
});

test(`${SEEDS} random histories: a fork, a restored file and their parent answer alike`, {
  timeout: 600_000,
}, async () => {
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const calls = history(seed);
    const middle = 10 + (seed % 25);
    const parent = await freshEngine(seed);
    await play(api(parent), calls.slice(0, middle));
    const fork = parent.fork();
    const file = serializeSnapshot(parent.snapshot());
    const rest = calls.slice(middle);
    const expected = await play(api(parent), rest);
    expect(await play(api(fork), rest), `fork at call ${middle} of seed ${seed}`).toEqual(expected);
    const restored = createEngine();
    restored.restore(parseSnapshot(file));
    expect(await play(api(restored), rest), `file at call ${middle} of seed ${seed}`).toEqual(expected);
  }
});
