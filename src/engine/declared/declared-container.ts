import type { ContainerConfig } from '../containers/config.ts';
import type { CreateRequest } from '../containers/create.ts';
import { type EndpointRequest, noEndpointRequest } from '../containers/endpoint.ts';
import type { HostConfig } from '../containers/host-config.ts';
import { declaredName } from './check-declaration.ts';
import type { ContainerDeclaration } from './declaration.ts';

type PortBindings = Record<string, Array<{ HostIp: string; HostPort: string }>>;

/** A declaration as a request to create it. */
export function requestOf(declaration: ContainerDeclaration): CreateRequest {
  const { name, networks = [], addresses = {} } = declaration;
  return {
    ...(name === undefined ? {} : { name }),
    config: configOf(declaration),
    hostConfig: hostConfigOf(declaration),
    endpoints: Object.fromEntries(networks.map(network => [network, endpointAt(addresses[network])])),
  };
}

function endpointAt(ipv4Address: string | undefined): EndpointRequest {
  if (ipv4Address === undefined) return noEndpointRequest;
  return { ...noEndpointRequest, ipamConfig: { ipv4Address, ipv6Address: '', linkLocalIps: null } };
}

function configOf(declaration: ContainerDeclaration): Partial<ContainerConfig> {
  const { image, command, env, labels, health, config } = declaration;
  const exposed = Object.fromEntries(Object.keys(bindingsOf(declaration)).map(port => [port, {}]));
  return {
    Image: image,
    ...(command && { Cmd: [...command] }),
    ...(env && { Env: Object.entries(env).map(([key, value]) => `${key}=${value}`) }),
    ...(labels && { Labels: { ...labels } }),
    ...(Object.keys(exposed).length > 0 && { ExposedPorts: exposed }),
    ...(health && { Healthcheck: { Test: ['CMD', health === 'unhealthy' ? 'false' : 'true'] } }),
    ...config,
  };
}

function hostConfigOf(declaration: ContainerDeclaration): Partial<HostConfig> {
  const { state, volumes, networks, hostConfig } = declaration;
  const bindings = bindingsOf(declaration);
  return {
    ...(Object.keys(bindings).length > 0 && { PortBindings: bindings }),
    ...(volumes && { Binds: [...volumes] }),
    ...(networks?.[0] !== undefined && { NetworkMode: networks[0] }),
    ...(state === 'restarting' && { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } }),
    ...hostConfig,
  };
}

/** `127.0.0.1:8080:80/udp`: address, host port, container port, protocol; all but the third may be left out. */
const PORT = /^(?:(?:(\[[0-9a-f:]+\]|[0-9.]+):)?(\d*):)?(\d+)(?:\/(tcp|udp|sctp))?$/;

function bindingsOf(declaration: ContainerDeclaration): PortBindings {
  const bindings: PortBindings = {};
  for (const port of declaration.ports ?? []) {
    const [, hostIp = '', hostPort = '', containerPort, protocol = 'tcp'] = PORT.exec(port) ?? [];
    if (containerPort === undefined) {
      throw new Error(
        `${declaredName('container', declaration)}: ${JSON.stringify(port)} is no port; write 8080:80, 127.0.0.1:8080:80/udp or 80`,
      );
    }
    const key = `${containerPort}/${protocol}`;
    bindings[key] = [...(bindings[key] ?? []), { HostIp: hostIp.replace(/[[\]]/g, ''), HostPort: hostPort }];
  }
  return bindings;
}
