import { expect, test } from 'vitest';
import { TimerHeap } from '../../../src/engine/world/timer-heap.ts';

/** What fires, in order. */
function fired(heap: TimerHeap): string[] {
  const keys: string[] = [];
  for (let timer = heap.pop(); timer !== undefined; timer = heap.pop()) keys.push(timer.key);
  return keys;
}

test('timers fire by time, then in the order they were set', () => {
  const heap = new TimerHeap();
  for (const [at, key] of [
    [3n, 'd'],
    [1n, 'a'],
    [2n, 'b'],
    [2n, 'c'],
  ] as const)
    heap.add(at, 'kind', key);
  expect(fired(heap)).toEqual(['a', 'b', 'c', 'd']);
});

test('cancelled timers are forgotten though no time passes, and the others keep their order', () => {
  const heap = new TimerHeap();
  for (const at of [9n, 5n, 7n]) heap.add(at, 'kept', String(at));
  for (let round = 0; round < 1_000; round += 1) heap.cancel(heap.add(8n, 'timeout', 'never'));
  expect(heap.length).toBeLessThan(100);
  const copy = heap.fork();
  for (let round = 0; round < 1_000; round += 1) copy.cancel(copy.add(6n, 'timeout', 'never'));
  expect([fired(heap), fired(copy)]).toEqual([
    ['5', '7', '9'],
    ['5', '7', '9'],
  ]);
});
