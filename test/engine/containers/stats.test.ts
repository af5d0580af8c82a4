import { expect, test } from 'vitest';
import { removeContainer } from '../../../src/engine/containers/remove.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { containerStats } from '../../../src/engine/containers/stats.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';

// biome-ignore lint/suspicious/noExplicitAny: an open document
type Sample = any;

function statsWorld(hostConfig: object = {}) {
  const world = lifecycleWorld();
  const id = world.create({ hostConfig });
  startContainer(world.engine, id);
  const client = new AbortController();
  const stats = (stream: boolean, oneShot: boolean) =>
    containerStats(world.engine, id, { stream, oneShot }, client.signal)[Symbol.asyncIterator]();
  const next = async (samples: AsyncIterator<object>): Promise<Sample> => {
    const pending = samples.next();
    await world.engine.advance(1000);
    return (await pending).value;
  };
  return { ...world, id, client, stats, next };
}

/** The keys of a document, in order, with those of the documents in it. */
function shape(value: Sample): Sample {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
  return Object.entries(value).map(([key, inner]) => (shape(inner) === 0 ? key : { [key]: shape(inner) }));
}

// The order of fields is dockerd 28.5.2's, on a machine with cgroup v1.
const cpu = (name: string) => ({
  [name]: [
    { cpu_usage: ['total_usage', 'percpu_usage', 'usage_in_kernelmode', 'usage_in_usermode'] },
    'system_cpu_usage',
    'online_cpus',
    { throttling_data: ['periods', 'throttled_periods', 'throttled_time'] },
  ],
});
const memory =
  'active_anon active_file cache dirty hierarchical_memory_limit hierarchical_memsw_limit inactive_anon ' +
  'inactive_file mapped_file pgfault pgmajfault pgpgin pgpgout rss rss_huge total_active_anon total_active_file ' +
  'total_cache total_dirty total_inactive_anon total_inactive_file total_mapped_file total_pgfault ' +
  'total_pgmajfault total_pgpgin total_pgpgout total_rss total_rss_huge total_unevictable total_writeback ' +
  'unevictable writeback';
const traffic = 'rx_bytes rx_packets rx_errors rx_dropped tx_bytes tx_packets tx_errors tx_dropped'.split(
  ' ',
);
const blkio =
  'io_service_bytes_recursive io_serviced_recursive io_queue_recursive io_service_time_recursive ' +
  'io_wait_time_recursive io_merged_recursive io_time_recursive sectors_recursive';

test('a single answer is the second of two samples', async () => {
  const { stats, next } = statsWorld({ Memory: 67_108_864, PidsLimit: 50 });
  const sample = await next(stats(false, false));
  expect(shape(sample)).toEqual([
    ...['name', 'id', 'read', 'preread'],
    { pids_stats: ['current', 'limit'] },
    { blkio_stats: blkio.split(' ') },
    'num_procs',
    { storage_stats: [] },
    cpu('cpu_stats'),
    cpu('precpu_stats'),
    { memory_stats: ['usage', 'max_usage', { stats: memory.split(' ') }, 'limit'] },
    { networks: [{ eth0: traffic }] },
  ]);
  expect(sample.memory_stats.limit).toBe(67_108_864);
  expect(sample.memory_stats.stats.hierarchical_memsw_limit).toBe(134_217_728);
  expect(Date.parse(sample.read) - Date.parse(sample.preread)).toBe(1000);
  expect(sample.cpu_stats.cpu_usage.total_usage).toBeGreaterThan(sample.precpu_stats.cpu_usage.total_usage);
});

test('one-shot has no name, no id, and nothing to compare with', async () => {
  const { stats, next } = statsWorld({ NetworkMode: 'none' });
  const sample = await next(stats(false, true));
  expect(Object.keys(sample)[0]).toBe('read');
  expect(sample.precpu_stats.cpu_usage).toEqual({
    total_usage: 0n,
    usage_in_kernelmode: 0n,
    usage_in_usermode: 0n,
  });
  expect(sample.preread).toBe('0001-01-01T00:00:00Z');
  expect(sample).not.toHaveProperty('networks');
});

test('a stream goes on while the container is stopped, and ends when it is removed', async () => {
  const { engine, processes, id, stats, next } = statsWorld();
  const samples = stats(true, false);
  expect((await samples.next()).value).toMatchObject({ name: '/web', pids_stats: { current: 0 } });
  processes.end(id, 0);
  expect((await next(samples)).read).toBe('0001-01-01T00:00:00Z');
  const last = samples.next();
  await removeContainer(engine, id);
  expect(await last).toEqual({ done: true, value: undefined });
});

test('a client that left is not kept', async () => {
  const { stats, client } = statsWorld();
  const samples = stats(true, false);
  await samples.next();
  const waiting = samples.next();
  client.abort();
  expect((await waiting).done).toBe(true);
});
