import type { Container } from '../engine/containers/container.ts';
import type { ContainerDeclaration } from '../engine/declared/declaration.ts';
import { declareWorld } from '../engine/declared/declare-world.ts';
import type { Engine } from '../engine/engine.ts';
import { isPredefinedName } from '../engine/networks/network.ts';
import type { Daemon } from '../exchange/exchange.ts';
import { askJson } from '../recording/ask.ts';
import { nanoseconds } from './live-time.ts';

interface LiveEndpoint {
  readonly IPAMConfig: { readonly IPv4Address?: string } | null;
  readonly IPAddress: string;
  readonly MacAddress: string;
}

interface LiveContainer {
  readonly Id: string;
  readonly Name: string;
  readonly Created: string;
  readonly RestartCount: number;
  readonly Config: ContainerDeclaration['config'] & { readonly Image: string };
  readonly HostConfig: ContainerDeclaration['hostConfig'];
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Error: string;
    readonly OOMKilled: boolean;
    readonly StartedAt: string;
    readonly FinishedAt: string;
  };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, LiveEndpoint>> };
}

/** A live daemon's containers, in their states. Returns how many, and the live ids by the engine's. */
export async function copyContainers(
  daemon: Daemon,
  engine: Engine,
  warn: (sentence: string) => void,
): Promise<{ count: number; ids: ReadonlyMap<string, string> }> {
  const ids = new Map<string, string>();
  for (const live of await inspectAll(daemon)) {
    const name = live.Name.replace(/^\//, '');
    try {
      declareWorld(engine, { containers: [declarationOf(live, name)] });
    } catch (error) {
      warn(`container ${name} is left out: ${(error as Error).message}`);
      continue;
    }
    for (const [id, container] of engine.state.containers.entries()) {
      if (container.name.replace(/^\//, '') !== name) continue;
      engine.state.containers.set(id, { ...container, createdNs: nanoseconds(live.Created) });
      asItWas(engine, engine.state.containers.edit(id), live);
      ids.set(id, live.Id);
    }
  }
  return { count: ids.size, ids };
}

/** The oldest first, since a later one may refer to it. */
async function inspectAll(daemon: Daemon): Promise<LiveContainer[]> {
  const listed = await askJson<Array<{ Id: string; Created: number }>>(daemon, '/containers/json?all=1');
  const all: LiveContainer[] = [];
  for (const { Id } of listed) all.push(await askJson<LiveContainer>(daemon, `/containers/${Id}/json`));
  return all.sort((a, b) => (nanoseconds(a.Created) < nanoseconds(b.Created) ? -1 : 1));
}

function declarationOf(live: LiveContainer, name: string): ContainerDeclaration {
  const { Config, HostConfig, State, NetworkSettings } = live;
  // One that Docker made of the id is made of it again.
  const { Hostname, ...withoutHostname } = Config;
  const config = Hostname === live.Id.slice(0, 12) ? withoutHostname : Config;
  const state = State.Status as NonNullable<ContainerDeclaration['state']>;
  const networks = Object.entries(NetworkSettings.Networks).filter(([network]) => !isPredefinedName(network));
  const addresses = networks.flatMap(([network, { IPAddress, IPAMConfig }]) => {
    const address = IPAddress || IPAMConfig?.IPv4Address;
    return address ? [[network, address] as const] : [];
  });
  return {
    name,
    image: Config.Image,
    state,
    ...(['exited', 'dead'].includes(state) && { exitCode: State.ExitCode }),
    config,
    ...(HostConfig !== undefined && { hostConfig: HostConfig }),
    ...(networks.length > 0 && { networks: networks.map(([network]) => network) }),
    addresses: Object.fromEntries(addresses),
  };
}

/** What no declaration says: times, and what a network gave it. */
function asItWas(engine: Engine, container: Container, live: LiveContainer): void {
  const { State, RestartCount, NetworkSettings } = live;
  if (container.startedAtNs !== undefined) container.startedAtNs = nanoseconds(State.StartedAt);
  if (container.finishedAtNs !== undefined) container.finishedAtNs = nanoseconds(State.FinishedAt);
  container.error = State.Error;
  container.oomKilled = State.OOMKilled;
  container.restartCount = RestartCount;
  for (const [name, endpoint] of container.endpoints) {
    const was = NetworkSettings.Networks[name];
    if (was === undefined) continue;
    // The address was asked for only here, unless the user had asked for it too.
    const { requested } = endpoint;
    const asked = was.IPAMConfig?.IPv4Address ? requested : { ...requested, ipamConfig: null };
    const macAddress = endpoint.macAddress && was.MacAddress;
    container.endpoints.set(name, { ...endpoint, requested: asked, macAddress });
    const { networks } = engine.state;
    const there = networks.get(endpoint.networkId)?.endpoints.get(container.id);
    if (there !== undefined)
      networks.edit(endpoint.networkId).endpoints.set(container.id, { ...there, macAddress });
  }
}
