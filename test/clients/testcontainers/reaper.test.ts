import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { listContainers } from '../../../src/engine/containers/list.ts';
import { type Interception, intercept } from '../../../src/transport/intercept/intercept.ts';
import { tooOldFor } from './drive.ts';

const engine = createEngine({ seed: 'testcontainers', clock: 'auto' });
let interception: Interception;

beforeAll(() => {
  process.env.DOCKER_HOST = 'unix:///nowhere/reaper.sock';
  interception = intercept(api(engine));
});
afterAll(() => interception.dispose());

const names = () =>
  (listContainers(engine, { all: true }) as Array<{ Image: string; State: string }>).map(
    ({ Image, State }) => `${Image} ${State}`,
  );

test.skipIf(tooOldFor() !== undefined)(
  'testcontainers: what its user leaves behind, its reaper removes',
  async () => {
    const { GenericContainer } = await import('testcontainers');
    await new GenericContainer('busybox').withCommand(['sleep', '10000']).start();
    expect(names()).toEqual(['busybox:latest running', 'testcontainers/ryuk:0.14.0 running']);
    interception.dispose(); // the process ends: all its connections go
    await engine.driver.advance(9_000);
    expect(names()).toHaveLength(2);
    await engine.driver.advance(3_000);
    expect(names()).toEqual([]); // the reaper itself is created with --rm
  },
);
