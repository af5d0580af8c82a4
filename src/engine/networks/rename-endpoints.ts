import type { Container } from '../containers/container.ts';
import type { Engine } from '../engine.ts';
import { dnsNamesOf } from './endpoint-settings.ts';

/** Makes a renamed container, if it runs, known by its new name on its networks (moby daemon/rename.go). */
export function renameEndpoints(engine: Engine, container: Container): void {
  const { networks } = engine.state;
  for (const [networkName, endpoint] of container.endpoints) {
    if (!networks.get(endpoint.networkId)?.endpoints.has(container.id)) continue;
    const place = networks.edit(endpoint.networkId).endpoints.get(container.id);
    if (place === undefined) continue;
    place.name = container.name;
    endpoint.dnsNames = dnsNamesOf(container, { name: networkName }, endpoint.requested.aliases);
  }
}
