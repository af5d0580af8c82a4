import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { emitEvent } from '../../../src/engine/events.ts';
import { askRaw, newEngine } from '../../fixtures/ask-raw.ts';

function engineWithEvents() {
  const engine = newEngine();
  const timeNs = 1_795_448_499_193_011_282n;
  emitEvent(engine, {
    type: 'container',
    action: 'start',
    actorId: 'c1',
    attributes: { name: 'web', image: 'busybox:1', z: '1', a: '2' },
    timeNs,
  });
  emitEvent(engine, {
    type: 'network',
    action: 'connect',
    actorId: 'n1',
    attributes: { type: 'bridge', name: 'bridge', container: 'c1' },
    timeNs: timeNs + 1n,
  });
  emitEvent(engine, {
    type: 'image',
    action: 'create',
    actorId: 'sha256:1',
    attributes: { name: 'sha256:1' },
    timeNs: timeNs + 2n,
  });
  return engine;
}

const start =
  '{"status":"start","id":"c1","from":"busybox:1","Type":"container","Action":"start","Actor":{"ID":"c1","Attributes":{"a":"2","image":"busybox:1","name":"web","z":"1"}},"scope":"local","time":1795448499,"timeNano":1795448499193011282}\n';
const connect =
  '{"Type":"network","Action":"connect","Actor":{"ID":"n1","Attributes":{"container":"c1","name":"bridge","type":"bridge"}},"scope":"local","time":1795448499,"timeNano":1795448499193011283}\n';
const create =
  '{"status":"create","id":"sha256:1","Type":"image","Action":"create","Actor":{"ID":"sha256:1","Attributes":{"name":"sha256:1"}},"scope":"local","time":1795448499,"timeNano":1795448499193011284}\n';

const filtered = (filters: unknown) =>
  `/v1.51/events?since=0&until=1767225600&filters=${encodeURIComponent(JSON.stringify(filters))}`;

// Events happened "in the future" of the virtual clock's origin, so `until` is set behind them.
const all = '/v1.51/events?since=0&until=1795448500';

test('past events, as dockerd writes them', async () => {
  const answer = await askRaw(engineWithEvents(), 'GET', all);
  expect(answer.body).toBe(start + connect + create);
  expect(answer.headers).toEqual([
    'Api-Version: 1.51',
    'Content-Type: application/json',
    'Docker-Experimental: false',
    'Ostype: linux',
    'Server: Docker/28.5.2 (linux)',
    'Date: Thu, 01 Jan 2026 00:00:00 GMT',
  ]);
});

test.each([
  [{ type: ['network'] }, connect],
  [{ container: ['we'] }, start],
  [{ container: { c1: true } }, start],
  [{ image: ['busybox'] }, start],
  [{ image: ['busybox:1'] }, start],
  [{ image: ['busy'] }, ''],
  [{ label: ['a=2', 'z'] }, start],
  [{ label: ['a=3'] }, ''],
  [{ event: ['connect', 'create'] }, connect + create],
  [{ event: ['con'] }, ''],
  [{ scope: ['swarm'] }, ''],
  [{ nope: ['x'] }, start + connect + create],
])('filters %j', async (filters, expected) => {
  const target = filtered(filters).replace('until=1767225600', 'until=1795448500');
  expect((await askRaw(engineWithEvents(), 'GET', target)).body).toBe(expected);
});

test('live events until the time is over, to which an auto clock jumps', async () => {
  const engine = newEngine();
  const answer = askRaw(engine, 'GET', '/v1.51/events?until=1767229200');
  emitEvent(engine, { type: 'volume', action: 'create', actorId: 'v', attributes: { driver: 'local' } });
  expect((await answer).body).toBe(
    '{"Type":"volume","Action":"create","Actor":{"ID":"v","Attributes":{"driver":"local"}},"scope":"local","time":1767225600,"timeNano":1767225600000001000}\n',
  );
  expect(engine.clock.lastNs()).toBe(1_767_229_200_000_000_000n);
  expect(engine.events.listenerCount).toBe(0);
});

// Sentences and statuses of dockerd 28.5.2.
test.each([
  ['since=abc', 500, 'strconv.ParseInt: parsing "abc": invalid syntax'],
  ['until=1.x', 500, 'strconv.ParseInt: parsing "x": invalid syntax'],
  ['since=2020-01-01T00:00:00Z', 500, 'strconv.ParseInt: parsing "2020-01-01T00:00:00Z": invalid syntax'],
  ['since=99999999999999999999', 500, 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
  ['since=5&until=4', 400, '`since` time (5) cannot be after `until` time (4)'],
  ['since=0&until=1&filters=x', 400, 'invalid filter'],
])('%s is refused', async (query, status, message) => {
  const answer = await askRaw(newEngine(), 'GET', `/v1.51/events?${query}`);
  expect([answer.status, answer.body]).toEqual([status, `${JSON.stringify({ message })}\n`]);
});

test('who listens is let go when the engine is closed, or goes back to a snapshot', async () => {
  const engine = newEngine();
  const before = engine.snapshot();
  const listen = async () => {
    const answer = askRaw(engine, 'GET', '/v1.51/events');
    while (engine.events.listenerCount === 0 && !engine.live.isClosed) await nextTurn();
    return { answer };
  };
  const first = await listen();
  engine.restore(before);
  expect((await first.answer).body).toBe('');
  const second = await listen();
  engine.close();
  expect((await second.answer).body).toBe('');
  expect((await (await listen()).answer).body).toBe('');
});
