import { Engine } from '../engine/engine.ts';
import {
  type ContainerPattern,
  creations,
  isAsked,
  isDone,
  isExecuted,
  isPulled,
  listOf,
  runs,
} from './asked.ts';

/** What `expect(engine)` can be held against, by what clients asked of it. */
export interface DockerMatchers<Result = unknown> {
  /** A container of this image (or pattern) was created and started: `toHaveRunContainer({ image: 'busybox', name: 'db' })`. */
  toHaveRunContainer(expected: string | ContainerPattern): Result;
  toHaveCreatedContainer(expected: string | ContainerPattern): Result;
  toHavePulled(image: string): Result;
  /** By name or id, whichever of them the client used. */
  toHaveStopped(container: string): Result;
  toHaveRemoved(container: string): Result;
  /** The command was run by exec, in that container or in any. */
  toHaveExecuted(command: readonly string[], container?: string): Result;
  /** Any call like this was made, however it was answered: `GET /containers/*\/json`. */
  toHaveAsked(call: string): Result;
}

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

type Matcher<Arguments extends unknown[]> = (
  this: { readonly isNot?: boolean },
  received: unknown,
  ...expected: Arguments
) => Outcome;

function matcher<Arguments extends unknown[]>(
  did: string,
  holds: (engine: Engine, ...expected: Arguments) => boolean,
): Matcher<Arguments> {
  return function (received, ...expected) {
    if (!(received instanceof Engine)) {
      throw new Error(
        `expect(...) needs the engine for this matcher: expect(engine), not ${typeof received}`,
      );
    }
    const what = expected.filter(each => each !== undefined).map(each => JSON.stringify(each));
    return {
      pass: holds(received, ...expected),
      message: () =>
        `expected the engine ${this.isNot ? 'not ' : ''}to have ${did} ${what.join(' in ')}, but ${listOf(received)}`,
    };
  };
}

/** For `expect.extend`. */
export const dockerMatchers = {
  toHaveRunContainer: matcher(
    'run a container of',
    (engine, expected: string | ContainerPattern) => runs(engine, expected).length > 0,
  ),
  toHaveCreatedContainer: matcher(
    'created a container of',
    (engine, expected: string | ContainerPattern) => creations(engine, expected).length > 0,
  ),
  toHavePulled: matcher('pulled', isPulled),
  toHaveStopped: matcher('stopped', (engine, container: string) =>
    isDone(engine, 'ContainerStop', container),
  ),
  toHaveRemoved: matcher('removed', (engine, container: string) =>
    isDone(engine, 'ContainerDelete', container),
  ),
  toHaveExecuted: matcher('executed', isExecuted),
  toHaveAsked: matcher('been asked', isAsked),
};
