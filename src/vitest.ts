import { expect } from 'vitest';
import { type DockerMatchers, dockerMatchers } from './vitest/matchers.ts';

export type { ContainerPattern } from './vitest/asked.ts';
export { type DockerFixtures, dockerTest } from './vitest/docker-test.ts';
export { type DockerMatchers, dockerMatchers };

expect.extend(dockerMatchers as never);

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends DockerMatchers<R> {}
}
