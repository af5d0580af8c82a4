import { noEndpointRequest } from '../../engine/containers/endpoint.ts';
import { endpointSettingsSchema } from '../../engine/containers/endpoint-schema.ts';
import { invalidParameter } from '../../engine/errors.ts';
import { connectNetwork } from '../../engine/networks/connect.ts';
import { createNetwork } from '../../engine/networks/create.ts';
import { type NetworkCreateRequest, networkCreateSchema } from '../../engine/networks/create-schema.ts';
import { disconnectNetwork } from '../../engine/networks/disconnect.ts';
import { findNetworkToInspect } from '../../engine/networks/find.ts';
import { listNetworks } from '../../engine/networks/list.ts';
import { pruneNetworks } from '../../engine/networks/prune.ts';
import { removeNetwork } from '../../engine/networks/remove.ts';
import { networkView } from '../../engine/networks/view.ts';
import { bool, type Infer, omit, pointer, string, struct } from '../../support/go-json/schema.ts';
import { parseGoBool } from '../../support/go-strconv.ts';
import type { Handler, Route } from '../call.ts';
import { type EndpointSettings, endpointRequest } from './container-create.ts';

/** GET /networks */
const list: Handler = ({ engine, filters }) => {
  const networks = listNetworks(engine, filters(), { detailed: false });
  return { status: 200, json: networks.map(network => networkView(network, { detailed: false })) };
};

/** GET /networks/{id}. `verbose` adds services, which only a swarm has. */
const inspect: Handler = ({ engine, params, query }) => {
  const verbose = query.text('verbose');
  const parsed = parseGoBool(verbose || 'false');
  if ('problem' in parsed) throw invalidParameter(`invalid value for verbose: ${verbose}: ${parsed.problem}`);
  const network = findNetworkToInspect(engine, params.id ?? '', query.text('scope'));
  return { status: 200, json: networkView(network, { detailed: true }) };
};

/** DELETE /networks/{id} */
const remove: Handler = ({ engine, params }) => {
  removeNetwork(engine, params.id ?? '');
  return { status: 204 };
};

/** POST /networks/create */
const create: Handler = async call => {
  const request = await call.json<NetworkCreateRequest>(networkCreateSchema);
  return { status: 201, json: { Id: createNetwork(call.engine, request), Warning: '' } };
};

const connectSchema = struct('network.ConnectOptions', {
  Container: string,
  EndpointConfig: omit(pointer(endpointSettingsSchema)),
});

/** POST /networks/{id}/connect */
const connect: Handler = async call => {
  const { Container, EndpointConfig } = await call.json<{
    Container: string;
    EndpointConfig: EndpointSettings | null;
  }>(connectSchema);
  const request = EndpointConfig === null ? noEndpointRequest : endpointRequest(EndpointConfig);
  connectNetwork(call.engine, call.params.id ?? '', Container, request);
  return { status: 200 };
};

const disconnectSchema = struct('network.DisconnectOptions', { Container: string, Force: bool });

/** POST /networks/{id}/disconnect */
const disconnect: Handler = async call => {
  const { Container, Force } = await call.json<Infer<typeof disconnectSchema>>(disconnectSchema);
  disconnectNetwork(call.engine, call.params.id ?? '', Container, Force);
  return { status: 200 };
};

/** POST /networks/prune */
const prune: Handler = ({ engine, filters }) => ({
  status: 200,
  json: { NetworksDeleted: pruneNetworks(engine, filters()) },
});

/** The Network operations. */
export const networkRoutes: readonly Route[] = [
  { operation: 'NetworkList', method: 'GET', path: '/networks', handle: list },
  { operation: 'NetworkInspect', method: 'GET', path: '/networks/{id:.+}', handle: inspect },
  { operation: 'NetworkDelete', method: 'DELETE', path: '/networks/{id:.*}', handle: remove },
  { operation: 'NetworkCreate', method: 'POST', path: '/networks/create', handle: create },
  { operation: 'NetworkConnect', method: 'POST', path: '/networks/{id:.*}/connect', handle: connect },
  {
    operation: 'NetworkDisconnect',
    method: 'POST',
    path: '/networks/{id:.*}/disconnect',
    handle: disconnect,
  },
  { operation: 'NetworkPrune', method: 'POST', path: '/networks/prune', handle: prune },
];
