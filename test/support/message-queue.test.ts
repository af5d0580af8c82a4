import { expect, test } from 'vitest';
import { MessageQueue } from '../../src/support/message-queue.ts';

test('what was pushed is read in order, before and after the reader came, until the end', async () => {
  const queue = new MessageQueue<number>();
  queue.push(1);
  queue.push(2);
  const read: number[] = [];
  const reader = (async () => {
    for await (const message of queue) read.push(message);
  })();
  await Promise.resolve();
  queue.push(3);
  queue.end();
  queue.push(4);
  await reader;
  expect(read).toEqual([1, 2, 3]);
});

test('it is closed once, whoever stops first', async () => {
  let closed = 0;
  const queue = new MessageQueue<number>(() => {
    closed += 1;
  });
  queue.push(1);
  for await (const _ of queue) break;
  queue.end();
  expect(closed).toBe(1);
  expect(await queue.next()).toEqual({ value: undefined, done: true });
});

test('a reader that is too far behind loses what comes', async () => {
  const queue = new MessageQueue<number>(() => {}, 2);
  for (const message of [1, 2, 3]) queue.push(message);
  expect((await queue.next()).value).toBe(1);
  queue.push(4);
  queue.end();
  const rest: number[] = [];
  for await (const message of queue) rest.push(message);
  expect(rest).toEqual([2, 4]);
});
