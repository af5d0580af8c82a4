import type { Engine } from '../engine.ts';
import { invalidParameter, notFound } from '../errors.ts';
import type { Network } from './network.ts';

type Found = { readonly network: Readonly<Network> } | { readonly ambiguous: string } | undefined;

/** The network that `ref` names: a full id, a name, or an id's unambiguous prefix, tried in that order. */
function lookUp(engine: Engine, ref: string, scope = ''): Found {
  const exact = engine.state.networks.get(ref);
  if (exact !== undefined && (scope === '' || exact.scope === scope)) return { network: exact };
  let byPrefix: Readonly<Network> | undefined;
  let matches = 0;
  for (const network of engine.state.networks.values()) {
    if (scope !== '' && network.scope !== scope) continue;
    // Names are unique: dockerd refuses a second network of the same name.
    if (network.name === ref) return { network };
    if (!network.id.startsWith(ref)) continue;
    byPrefix = network;
    matches += 1;
  }
  if (byPrefix === undefined) return undefined;
  return matches === 1 ? { network: byPrefix } : { ambiguous: `${matches} matches found` };
}

const networkNotFound = (ref: string) => notFound(`network ${ref} not found`);

/** Finds a network to use (moby daemon/network.go, FindNetwork). */
export function findNetwork(engine: Engine, ref: string): Readonly<Network> {
  const found = lookUp(engine, ref);
  if (found === undefined) throw networkNotFound(ref);
  if ('network' in found) return found.network;
  throw invalidParameter(`network ${ref} is ambiguous (${found.ambiguous} based on ID prefix)`);
}

/** Finds a network to show (moby api/server/router/network, getNetwork): another sentence, and a scope. */
export function findNetworkToInspect(engine: Engine, ref: string, scope: string): Readonly<Network> {
  const found = lookUp(engine, ref, scope);
  if (found === undefined) throw networkNotFound(ref);
  if ('network' in found) return found.network;
  throw invalidParameter(`${found.ambiguous} based on ID prefix: network ${ref} is ambiguous`);
}
