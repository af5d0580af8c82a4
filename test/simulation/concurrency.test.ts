import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { listen } from '../../src/transport/listen.ts';
import { live } from '../../src/transport/live.ts';
import { Docker } from '../conformance/client.ts';

const CLIENTS = 50;
/** Two clients share each name, so that every name is fought for. */
const NAMES = CLIENTS / 2;

/** An engine behind a socket that fifty clients dial, each call over a connection of its own. */
async function served() {
  const engine = createEngine({ seed: 'fifty', clock: 'real' });
  const listening = await listen(
    api(engine),
    `unix://${join(tmpdir(), `dockless-fifty-${process.pid}.sock`)}`,
  );
  onTestFinished(async () => {
    engine.close();
    await listening.close();
  });
  const docker = new Docker(live(listening.host));
  await docker.post('/images/create?fromImage=busybox&tag=latest');
  await docker.post('/networks/create', { Name: 'shared' });
  return { engine, docker };
}

const everyone = <T>(act: (client: number) => Promise<T>) =>
  Promise.all(Array.from({ length: CLIENTS }, (_, client) => act(client)));

const tally = (statuses: readonly number[]) =>
  Object.fromEntries(
    [...new Set(statuses)].sort().map(status => [status, statuses.filter(s => s === status).length]),
  );

test('fifty clients create, start, stop and remove at once: one of two wins, the other is told as dockerd tells it', async () => {
  const { engine, docker } = await served();
  const before = await docker.get('/networks/shared');
  const nameOf = (client: number) => `c${client % NAMES}`;
  const body = {
    Image: 'busybox',
    Cmd: ['sleep', '1000'],
    HostConfig: { NetworkMode: 'shared', Mounts: [{ Type: 'volume', Target: '/data' }] },
  };

  const created = await everyone(client => docker.post(`/containers/create?name=${nameOf(client)}`, body));
  expect(tally(created.map(({ status }) => status))).toEqual({ 201: NAMES, 409: NAMES });
  for (const [client, { status, json }] of created.entries()) {
    if (status !== 409) continue;
    const winner = created.find((other, at) => other.status === 201 && nameOf(at) === nameOf(client))?.json
      .Id;
    expect(json.message).toBe(
      `Conflict. The container name "/${nameOf(client)}" is already in use by container "${winner}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
  }

  const started = await everyone(client => docker.post(`/containers/${nameOf(client)}/start`));
  expect(tally(started.map(({ status }) => status))).toEqual({ 204: NAMES, 304: NAMES });
  const network = (await docker.get('/networks/shared')).json;
  const addresses = Object.values<{ IPv4Address: string }>(network.Containers).map(
    ({ IPv4Address }) => IPv4Address,
  );
  expect(new Set(addresses).size).toBe(NAMES);

  const refused = await docker.delete('/containers/c0');
  expect(refused.status).toBe(409);

  // The second to ask waits for the same end, or comes after it.
  const stopped = await everyone(client => docker.post(`/containers/${nameOf(client)}/stop?t=0`));
  expect(stopped.filter(({ status }) => status !== 204 && status !== 304)).toEqual([]);
  expect(stopped.filter(({ status }) => status === 204).length).toBeGreaterThanOrEqual(NAMES);

  const removed = await everyone(client => docker.delete(`/containers/${nameOf(client)}?v=1`));
  expect(removed.filter(({ status }) => status === 204).length).toBe(NAMES);
  expect(removed.filter(({ status }) => status !== 204 && status !== 404 && status !== 409)).toEqual([]);

  expect((await docker.get('/containers/json?all=1')).json).toEqual([]);
  expect((await docker.get('/volumes')).json.Volumes).toEqual([]);
  expect((await docker.get('/networks/shared')).text).toBe(before.text);
  const { containers, containerNames, started: running, execs, machines, volumes } = engine.state;
  for (const table of [containers, containerNames, running, execs, machines, volumes])
    expect(table.size).toBe(0);
}, 30_000);

test('while fifty clients work, nobody who listens misses an event', async () => {
  const { docker } = await served();
  const listeners = await Promise.all(
    Array.from({ length: 5 }, () =>
      docker.stream('GET', '/events?filters=%7B%22type%22%3A%5B%22container%22%5D%7D'),
    ),
  );
  await everyone(async client => {
    const id = await docker.create({ Cmd: ['true'] }, `e${client}`);
    const ended = docker.post(`/containers/${id}/wait?condition=next-exit`);
    await docker.post(`/containers/${id}/start`);
    expect((await ended).json).toEqual({ StatusCode: 0 });
    expect((await docker.delete(`/containers/${id}?force=1`)).status).toBe(204);
  });
  for (const listener of listeners) {
    const events = () =>
      listener
        .soFar()
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
    await expect.poll(() => events().filter(({ Action }) => Action === 'destroy').length).toBe(CLIENTS);
    const byContainer = Map.groupBy(events(), ({ Actor }) => Actor.ID);
    expect(byContainer.size).toBe(CLIENTS);
    for (const of of byContainer.values()) {
      expect(of.map(({ Action }) => Action)).toEqual(['create', 'start', 'die', 'destroy']);
    }
    listener.abort();
  }
}, 30_000);
