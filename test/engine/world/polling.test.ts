import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import type { Daemon } from '../../../src/exchange/exchange.ts';

async function ask(daemon: Daemon, method: string, target: string, body = '') {
  const reply = await daemon({
    method,
    target,
    headers: body === '' ? [] : [['Content-Type', 'application/json']],
    body: (async function* () {
      yield new TextEncoder().encode(body);
    })(),
    signal: new AbortController().signal,
  });
  if (!('body' in reply)) throw new Error('not a plain reply');
  const chunks: Uint8Array[] = [];
  if (reply.body instanceof Uint8Array) chunks.push(reply.body);
  else for await (const chunk of reply.body) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text.startsWith('{') && !text.includes('}\r\n{') ? JSON.parse(text) : text;
}

async function pollUntilExited(clock: 'auto' | 'manual'): Promise<number> {
  const engine = createEngine({ clock });
  const daemon = api(engine);
  await ask(daemon, 'POST', '/images/create?fromImage=busybox&tag=latest');
  const { Id } = await ask(daemon, 'POST', '/containers/create', '{"Image":"busybox","Cmd":["sleep","5"]}');
  await ask(daemon, 'POST', `/containers/${Id}/start`);
  for (let polls = 1; polls <= 50; polls += 1) {
    const { State } = await ask(daemon, 'GET', `/containers/${Id}/json`);
    if (State.Status === 'exited') return polls;
  }
  return Number.POSITIVE_INFINITY;
}

test('with an auto clock a client that polls sees time pass, the same each time', async () => {
  expect([await pollUntilExited('auto'), await pollUntilExited('auto')]).toEqual([8, 8]);
});

test('a manual clock stands still however often one asks', async () => {
  expect(await pollUntilExited('manual')).toBe(Number.POSITIVE_INFINITY);
});

test('questions that differ each time are not kept', async () => {
  const engine = createEngine();
  const daemon = api(engine);
  for (let since = 0; since < 2_500; since += 1) await ask(daemon, 'GET', `/containers/json?since=${since}`);
  expect(engine.state.polls.size).toBeLessThanOrEqual(1_000);
});

test('what is not simulated is told apart a thousand times', () => {
  const engine = createEngine();
  for (let feature = 0; feature < 1_500; feature += 1) engine.noteUnsimulated(`feature ${feature}`);
  engine.noteUnsimulated('feature 1');
  const { others, 'feature 1': twice } = engine.unsimulated();
  expect([others, twice, Object.keys(engine.unsimulated()).length]).toEqual([500, 2, 1_001]);
});
