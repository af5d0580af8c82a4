import { expect, test } from 'vitest';
import { createContainer } from '../../../src/engine/containers/create.ts';
import { adjectives, surnames } from '../../../src/engine/containers/name-words.ts';
import { engineWithBusybox } from '../../fixtures/engine.ts';

test("moby's words, in moby's order", () => {
  const ends = (words: readonly string[]) => [words.length, words[0], words.at(-1)];
  expect(ends(adjectives)).toEqual([108, 'admiring', 'zen']);
  expect(ends(surnames)).toEqual([236, 'agnesi', 'zhukovsky']);
});

test('a random name comes from the seed, and a taken one gets a digit', () => {
  const namesOf = (count: number) => {
    const engine = engineWithBusybox();
    for (let at = 0; at < count; at += 1) createContainer(engine, { config: { Image: 'busybox' } });
    return [...engine.state.containers.values()].map(({ name }) => name);
  };
  const names = namesOf(400);
  expect(namesOf(400)).toEqual(names);
  expect(new Set(names).size).toBe(400);
  const [adjective = '', surname = ''] = (names[0] ?? '').split('_');
  expect([adjectives.includes(adjective), surnames.includes(surname)]).toEqual([true, true]);
});

test('an image of another platform is used with a warning, unless one was asked for', () => {
  const engine = engineWithBusybox();
  const image = engine.state.images.images.edit([...engine.state.images.images.keys()][0] as string);
  Object.assign(image.config, { architecture: 'arm64' });
  const config = { Image: 'busybox' };
  // Both sentences are dockerd 28.5.2's.
  expect(createContainer(engine, { config }).warnings).toEqual([
    "The requested image's platform (linux/arm64) does not match the detected host platform (linux/amd64/v4) and no specific platform was requested",
  ]);
  expect(createContainer(engine, { config, platform: 'linux/arm64' }).warnings).toEqual([]);
  expect(() => createContainer(engine, { config, platform: 'linux/amd64' })).toThrow(
    'image with reference busybox was found but its platform (linux/arm64) does not match the specified platform (linux/amd64)',
  );
});
