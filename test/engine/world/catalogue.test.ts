import { expect, test } from 'vitest';
import { Engine } from '../../../src/engine/engine.ts';
import { pullImage } from '../../../src/engine/images/pull.ts';
import { inspectImage } from '../../../src/engine/images/view.ts';
import { REPOSITORIES } from '../../../src/engine/world/catalogue/repositories.ts';
import { hostTimers } from '../../../src/support/host-timers.ts';

test('every listed tag of every repository can be pulled, twice to the same id', () => {
  const [one, two] = [new Engine({ host: hostTimers() }), new Engine({ host: hostTimers(), seed: 'other' })];
  for (const { path, tags } of REPOSITORIES) {
    for (const tag of tags) expect(pullImage(one, `${path}:${tag}`)).toBe(pullImage(two, `${path}:${tag}`));
  }
});

test('no repository is listed twice', () => {
  const paths = REPOSITORIES.map(({ path }) => path);
  expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
});

test('tags name versions and distributions', () => {
  const engine = new Engine({ host: hostTimers() });
  const env = (name: string) => {
    pullImage(engine, name);
    return (inspectImage(engine, name) as { Config: { Env: string[] } }).Config.Env.at(1);
  };
  expect(pullImage(engine, 'nginx')).toBe(pullImage(engine, 'nginx:1.29'));
  expect(pullImage(engine, 'redis:7-alpine')).not.toBe(pullImage(engine, 'redis:7'));
  expect(pullImage(engine, 'debian:12')).toBe(pullImage(engine, 'debian:bookworm'));
  expect(env('node:22-alpine3.20')).toBe('NODE_VERSION=22');
  expect(env('nginx:1.25.3-alpine-slim')).toBe('NGINX_VERSION=1.25.3');
  for (const name of ['nginx:nope', 'node:banana', 'ubuntu:9.99', 'postgres:16-nope', 'alpine:x']) {
    expect(() => pullImage(engine, name), name).toThrow('manifest unknown');
  }
});
