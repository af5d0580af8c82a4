import { daemonOf } from './daemon-of.ts';
import type { Engine } from './engine/engine.ts';
import type { Daemon } from './exchange/exchange.ts';
import { DockerSource, type DockerSourceOptions } from './transport/msw/docker-source.ts';

export { dockerHandlers } from './msw-browser.ts';
export type { DockerHandlersOptions } from './transport/msw/docker-handlers.ts';
export type { DockerSource, DockerSourceOptions };

/**
 * A source for `defineNetwork` (msw/experimental): whatever in this process dials the targets meets msw's handlers
 * and events first, and then the daemon, with all that a socket can do.
 *
 * @throws a sentence where a target is malformed, once the network is enabled
 * @example
 * const network = defineNetwork({ sources: [dockerSource(createEngine())], handlers: [] });
 * network.enable();
 * network.use(http.get('*\/info', () => HttpResponse.json({ message: 'disk full' }, { status: 500 })));
 */
export function dockerSource(subject: Daemon | Engine, options: DockerSourceOptions = {}): DockerSource {
  return new DockerSource(daemonOf(subject), options);
}
