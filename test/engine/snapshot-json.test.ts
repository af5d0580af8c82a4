import { expect, test } from 'vitest';
import { createEngine } from '../../src/create-engine.ts';
import { parseSnapshot, serializeSnapshot } from '../../src/engine/snapshot-json.ts';
import { AppendLog } from '../../src/support/append-log.ts';

test('what JSON has no word for comes back as it was, and shared parts stay shared', () => {
  const engine = createEngine({ clock: 'manual' });
  const shared = { deep: [1n, undefined, -0, Number.POSITIVE_INFINITY] };
  const value = {
    $: 'an own dollar',
    map: new Map<unknown, unknown>([
      [1, new Set(['a'])],
      ['bytes', Uint8Array.of(0, 255, 7)],
    ]),
    log: new AppendLog([{ timeNs: 5n }]),
    one: shared,
    other: shared,
  };
  const snapshot = { ...engine.snapshot(), value };
  const back = parseSnapshot(serializeSnapshot(snapshot)) as typeof snapshot;
  expect(back).toEqual(snapshot);
  expect(back.value.one).toBe(back.value.other);
  expect([...back.value.log]).toEqual([{ timeNs: 5n }]);
});

test('what is no snapshot is refused with a reason', () => {
  expect(() => parseSnapshot('{}')).toThrow(
    'this is no snapshot of this version of dockless: its format is unknown',
  );
  const engine = createEngine({ clock: 'manual' });
  expect(() => serializeSnapshot({ ...engine.snapshot(), seed: (() => 1) as unknown as string })).toThrow(
    'a snapshot cannot hold a function: state is plain data',
  );
  expect(() => serializeSnapshot({ ...engine.snapshot(), seed: new Date(0) as unknown as string })).toThrow(
    'a snapshot cannot hold a Date: state is plain data',
  );
});
