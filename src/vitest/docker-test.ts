import { type TestAPI, test } from 'vitest';
import { api } from '../api/api.ts';
import { type CreateEngineOptions, createEngine } from '../create-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { intercept } from '../transport/intercept/intercept.ts';
import { lockdown } from '../transport/intercept/lockdown.ts';

export interface DockerFixtures {
  /** How each test's engine is made; `dockerTest.override({ engineOptions: { images: ['busybox'] } })` changes it. */
  engineOptions: CreateEngineOptions;
  /** A fresh one for each test. Every client that dials Docker reaches it. */
  engine: Engine;
}

/**
 * vitest's `test` with an engine of its own for each test, seeded by the test's name: whatever dials Docker's addresses
 * reaches it in memory, and what tries to get past it to a real daemon fails the test.
 */
export const dockerTest: TestAPI<DockerFixtures> = test.extend<DockerFixtures>({
  engineOptions: {},
  engine: [
    async ({ engineOptions, task }, use) => {
      const guard = lockdown();
      const engine = createEngine({ seed: task.name, ...engineOptions });
      const failures: unknown[] = [];
      const interception = intercept(api(engine), { onError: error => failures.push(error) });
      try {
        await use(engine);
      } finally {
        interception.dispose();
        engine.close();
        guard.dispose();
      }
      if (failures.length > 0) throw failures[0];
    },
    { auto: true },
  ],
});
