import type { Engine } from '../engine.ts';
import { invalidParameter, notFound } from '../errors.ts';
import type { Network } from './network.ts';

type Found = { readonly network: Readonly<Network> } | { readonly ambiguous: string } | undefined;

/** The network that `ref` names: a full id, a name, or an id's unambiguous prefix, tried in that order. */
function lookUp(engine: Engine, ref: string, scope = ''): Found {
  const exact = engine.state.networks.get(ref);
  if (exact !== undefined && (scope === '' || exact.scope === scope)) return { network: exact };
  const all = [...engine.state.networks.values()].filter(each => scope === '' || each.scope === scope);
  // Names are unique: dockerd refuses a second network of the same name.
  const named = all.find(({ name }) => name === ref);
  if (named !== undefined) return { network: named };
  const [network, ...others] = all.filter(({ id }) => id.startsWith(ref));
  if (network === undefined) return undefined;
  if (others.length === 0) return { network };
  return { ambiguous: `${others.length + 1} matches found` };
}

export const networkNotFound = (ref: string) => notFound(`network ${ref} not found`);

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
