import { expect, test } from 'vitest';
import { sys } from '../../../src/index.ts';
import { runningWorld } from '../../fixtures/running-world.ts';

interface Sample {
  readonly cpu_stats: { readonly cpu_usage: { readonly total_usage: number } };
  readonly memory_stats: { readonly usage: number };
  readonly pids_stats: { readonly current: number };
}

test('stats follow what the processes do', async () => {
  const world = runningWorld({ clock: 'manual' });
  await world.pull('busybox');
  world.engine.image('eater', {
    *program() {
      yield* sys.memory(64 * 2 ** 20);
      yield* sys.sleep(3_600_000_000_000n);
      return 0;
    },
  });
  await world.start('idle', { Image: 'busybox', Cmd: ['sleep', '1000'] });
  await world.start('busy', { Image: 'busybox', Cmd: ['sh', '-c', 'sleep 1000 & while :; do :; done'] });
  await world.start('eater', { Image: 'eater' });
  await world.engine.driver.advance(1000);
  const sample = (ref: string) => world.call<Sample>('GET', `/containers/${ref}/stats?stream=0&one-shot=1`);
  const [idle, busy, eater] = [await sample('idle'), await sample('busy'), await sample('eater')];
  const cpu = ({ cpu_stats }: Sample) => cpu_stats.cpu_usage.total_usage / 1e9;
  expect(cpu(idle)).toBeLessThan(0.05);
  expect(cpu(busy)).toBeGreaterThan(0.5);
  expect([idle, busy].map(({ pids_stats }) => pids_stats.current)).toEqual([1, 2]);
  expect(eater.memory_stats.usage - idle.memory_stats.usage).toBe(64 * 2 ** 20);
});
