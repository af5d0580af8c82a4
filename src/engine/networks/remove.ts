import { goQuote } from '../../support/go-strconv.ts';
import type { Engine } from '../engine.ts';
import { forbidden } from '../errors.ts';
import { findNetwork } from './find.ts';
import { isPredefinedName, type Network } from './network.ts';
import { emitNetworkEvent } from './network-event.ts';

/** Removes a network nobody is on (moby daemon/network.go, deleteNetwork; libnetwork/network.go, delete). */
export function removeNetwork(engine: Engine, ref: string): void {
  discardNetwork(engine, findNetwork(engine, ref));
}

export function discardNetwork(engine: Engine, network: Readonly<Network>): void {
  const { id, name, endpoints, configOnly } = network;
  if (isPredefinedName(name)) {
    throw forbidden(`${name} is a pre-defined network and cannot be removed`);
  }
  const prefix = 'error while removing network';
  if (configOnly && [...engine.state.networks.values()].some(({ configFrom }) => configFrom === name)) {
    throw forbidden(`${prefix}: configuration network ${goQuote(name)} is in use`);
  }
  if (endpoints.size > 0) {
    const active = Array.from(
      endpoints.values(),
      each => `name:${goQuote(each.name)} id:${goQuote(each.endpointId.slice(0, 12))}`,
    );
    throw forbidden(`${prefix}: network ${name} has active endpoints (${active.join(', ')})`);
  }
  engine.state.networks.delete(id);
  if (!configOnly) emitNetworkEvent(engine, network, 'destroy');
}
