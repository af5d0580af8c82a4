import { expect, test } from 'vitest';
import { Engine } from '../../../src/engine/engine.ts';
import { pullFromHub as pull, pullImage } from '../../../src/engine/images/pull.ts';
import { parseReference } from '../../../src/engine/images/reference.ts';
import { resolveImage } from '../../../src/engine/images/resolve-image.ts';
import { hostTimers } from '../../../src/support/host-timers.ts';

const newEngine = () => new Engine({ host: hostTimers() });

test('a pulled image is found by every name it has', () => {
  const engine = newEngine();
  const id = pullImage(engine, 'busybox');
  const names = ['busybox', 'busybox:latest', 'docker.io/library/busybox', 'index.docker.io/busybox', id];
  const short = id.slice(7, 19);
  for (const name of [...names, id.slice(7), short, `sha256:${short}`]) {
    expect(resolveImage(engine, name).id, name).toBe(id);
  }
  expect(() => resolveImage(engine, 'nope')).toThrow('No such image: nope:latest');
  expect(() => resolveImage(engine, `${id.slice(0, -1)}0`)).toThrow(`No such image: ${id.slice(0, -1)}0`);
  expect(() => resolveImage(engine, 'Nope')).toThrow(
    'invalid reference format: repository name (library/Nope) must be lowercase',
  );
});

test('a pull tells what dockerd tells, and then that the image is up to date', () => {
  const engine = newEngine();
  const reference = parseReference('busybox:latest');
  const told = [...pull(engine, { reference })].map(({ status }) => status);
  expect(told[0]).toBe('Pulling from library/busybox');
  expect(told.at(-1)).toBe('Status: Downloaded newer image for busybox:latest');
  expect([...pull(engine, { reference })].map(({ status }) => status)).toEqual([
    'Pulling from library/busybox',
    told.at(-2),
    'Status: Image is up to date for busybox:latest',
  ]);
});

test('unknown repositories and tags fail before the stream begins', () => {
  const engine = newEngine();
  const fail = (name: string) => () => pull(engine, { reference: parseReference(name) }).next();
  expect(fail('nope:1')).toThrow(
    "pull access denied for nope, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  );
  expect(fail('busybox:nope')).toThrow(
    'manifest for busybox:nope not found: manifest unknown: manifest unknown',
  );
  expect(fail('scratch')).toThrow("'scratch' is a reserved name");
});
