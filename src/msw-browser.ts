import type { AnyHandler } from 'msw';
import { daemonOf } from './daemon-of.ts';
import type { Engine } from './engine/engine.ts';
import type { Daemon } from './exchange/exchange.ts';
import { type DockerHandlersOptions, dockerHandlers as handlersOf } from './transport/msw/docker-handlers.ts';

export type { DockerHandlersOptions };

/**
 * A daemon as handlers for msw's `setupServer` and `setupWorker`. Streams that are taken over (attach, exec) give
 * their output and take no input; where that matters, attach over a WebSocket or use `dockerSource`.
 *
 * @example
 * const server = setupServer(...dockerHandlers(createEngine()));
 */
export function dockerHandlers(subject: Daemon | Engine, options: DockerHandlersOptions = {}): AnyHandler[] {
  return handlersOf(daemonOf(subject), options);
}
