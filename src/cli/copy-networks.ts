import type { Engine } from '../engine/engine.ts';
import { DockerError } from '../engine/errors.ts';
import { createNetwork } from '../engine/networks/create.ts';
import { type NetworkCreateRequest, networkCreateSchema } from '../engine/networks/create-schema.ts';
import { isPredefinedName } from '../engine/networks/network.ts';
import { createVolume } from '../engine/volumes/create-volume.ts';
import type { Daemon } from '../exchange/exchange.ts';
import { askJson } from '../recording/ask.ts';
import { zeroOf } from '../support/go-json/zero.ts';
import { nanoseconds } from './live-time.ts';

/** What is copied, and what is told of what cannot be. */
interface Copied {
  readonly count: number;
  /** The live daemon's ids, by the engine's. */
  readonly ids: ReadonlyMap<string, string>;
}

interface LiveNetwork extends Omit<NetworkCreateRequest, 'CheckDuplicate'> {
  readonly Id: string;
  readonly Created: string;
}

interface LiveVolume {
  readonly Name: string;
  readonly Driver: string;
  readonly CreatedAt: string;
  readonly Labels: Record<string, string> | null;
  readonly Options: Record<string, string> | null;
}

/** A live daemon's networks, into an engine. */
export async function copyNetworks(
  daemon: Daemon,
  engine: Engine,
  warn: (sentence: string) => void,
): Promise<Copied> {
  const { networks } = engine.state;
  const ids = new Map<string, string>();
  let count = 0;
  for (const { Id, Created, ...rest } of await askJson<LiveNetwork[]>(daemon, '/networks')) {
    const { Name } = rest;
    try {
      if (!isPredefinedName(Name)) {
        createNetwork(engine, requestOf(rest));
        count += 1;
      }
      for (const [id, network] of networks.entries()) {
        if (network.name !== Name) continue;
        networks.set(id, { ...network, createdNs: nanoseconds(Created) });
        ids.set(id, Id);
      }
    } catch (error) {
      if (!(error instanceof DockerError)) throw error;
      warn(`network ${Name} is left out: ${error.message}`);
    }
  }
  return { count, ids };
}

/** The request that makes a network as it is inspected, which leaves out what is empty. */
function requestOf({ IPAM, ConfigFrom, ...rest }: Omit<LiveNetwork, 'Id' | 'Created'>): NetworkCreateRequest {
  const empty = { Subnet: '', IPRange: '', Gateway: '', AuxiliaryAddresses: null };
  return {
    ...(zeroOf(networkCreateSchema) as NetworkCreateRequest),
    ...rest,
    ConfigFrom: ConfigFrom?.Network ? ConfigFrom : null,
    IPAM: IPAM && { ...IPAM, Config: (IPAM.Config ?? []).map(entry => ({ ...empty, ...entry })) },
  };
}

/** A live daemon's volumes, without what is in them. */
export async function copyVolumes(
  daemon: Daemon,
  engine: Engine,
  warn: (sentence: string) => void,
): Promise<number> {
  const { volumes } = engine.state;
  const { Volumes } = await askJson<{ Volumes: LiveVolume[] | null }>(daemon, '/volumes');
  for (const { Name, Driver, CreatedAt, Labels, Options } of Volumes ?? []) {
    try {
      createVolume(engine, { name: Name, driver: Driver, labels: Labels, options: Options });
      const volume = volumes.get(Name);
      if (volume !== undefined) volumes.set(Name, { ...volume, createdNs: nanoseconds(CreatedAt) });
    } catch (error) {
      if (!(error instanceof DockerError)) throw error;
      warn(`volume ${Name} is left out: ${error.message}`);
    }
  }
  return volumes.size;
}
