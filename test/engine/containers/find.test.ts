import { expect, test } from 'vitest';
import { createContainer } from '../../../src/engine/containers/create.ts';
import { findContainer } from '../../../src/engine/containers/find.ts';
import { engineWithBusybox } from '../../fixtures/engine.ts';

const engine = engineWithBusybox();
const { id } = createContainer(engine, { name: 'web', config: { Image: 'busybox' } });
const idOf = (ref: string) => findContainer(engine, ref).id;

test('by full id, prefix, and name with or without its slash', () => {
  expect([id, id.slice(0, 3), 'web', '/web'].map(idOf)).toEqual([id, id, id, id]);
});

// The sentences are dockerd 28.5.2's.
test('no such container', () => {
  expect(() => idOf('wéb')).toThrow('No such container: wéb');
  expect(() => idOf('//web')).toThrow('No such container: //web');
});

test('a prefix of two ids', () => {
  while (engine.state.containerIds.match(id.slice(0, 1)).length < 2) {
    createContainer(engine, { config: { Image: 'busybox' } });
  }
  expect(() => idOf(id.slice(0, 1))).toThrow(`multiple IDs found with provided prefix: ${id.slice(0, 1)}`);
});
