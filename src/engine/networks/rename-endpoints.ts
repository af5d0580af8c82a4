import type { Container } from '../containers/container.ts';
import type { Engine } from '../engine.ts';
import { namesWithAliases } from './endpoint-settings.ts';

/** Makes a renamed container, if it runs, known by its new name on its networks (moby daemon/rename.go). */
export function renameEndpoints(engine: Engine, container: Container): void {
  const { networks } = engine.state;
  for (const endpoint of container.endpoints.values()) {
    if (!networks.get(endpoint.networkId)?.endpoints.has(container.id)) continue;
    const place = networks.edit(endpoint.networkId).endpoints.get(container.id);
    if (place === undefined) continue;
    place.name = container.name;
    // Also where Docker has no DNS: rename does not look at the network's kind.
    endpoint.dnsNames = namesWithAliases(container, endpoint.requested.aliases);
  }
}
