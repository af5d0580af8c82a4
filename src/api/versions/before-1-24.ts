import type { HostConfig } from '../../engine/containers/host-config.ts';
import { hostConfigSchema } from '../../engine/containers/host-config-schema.ts';
import { setHostConfig } from '../../engine/containers/set-host-config.ts';
import { type Exchange, headerOf } from '../../exchange/exchange.ts';
import type { Schema } from '../../support/go-json/schema.ts';
import type { Call } from '../call.ts';
import type { Change } from './change.ts';

// biome-ignore lint/suspicious/noExplicitAny: bodies and views of containers
type Json = any;

const LEAST_CPU_SHARES = 2;
const MOST_CPU_SHARES = 262_144;

/**
 * 1.12 to 1.23, which dockerd 1.12 to 24.0 spoke beside their own: every comparison of versions in the source of
 * 20.10 (api/server/router, daemon/inspect.go, inspect_linux.go) that a client of Linux can see. What the daemons of
 * those versions themselves did otherwise no later one did.
 */
export const changesBefore124: readonly Change[] = [
  {
    // A host configuration at start. `{}` and `null` are none.
    before: '1.24',
    operations: ['ContainerStart'],
    prepare: async call => {
      const { engine, exchange, params } = call;
      const length = headerOf(exchange.headers, 'Content-Length');
      const isChunked = headerOf(exchange.headers, 'Transfer-Encoding') !== undefined;
      if (Number(length ?? 0) <= 7 && !isChunked) return call;
      const hostConfig = await call.json(hostConfigSchema as Schema<HostConfig>);
      setHostConfig(engine, params.name ?? '', hostConfig);
      return { ...call, exchange: { ...exchange, headers: [] } };
    },
  },
  {
    // `POST /exec/{id}/start` did not look at the content type.
    before: '1.22',
    operations: ['ExecStart'],
    exchange: ({ exchange }) => asJson(exchange),
  },
  { before: '1.21', operations: ['ContainerInspect'], ignoredQuery: ['size'], reply: withoutNetworks },
  { from: '1.20', before: '1.21', operations: ['ContainerInspect'], reply: withConfigOf120 },
  { before: '1.20', operations: ['ContainerInspect'], reply: withConfigOf119 },
  {
    before: '1.21',
    operations: ['ContainerStats'],
    query: ({ engine }: Call) => engine.noteUnsimulated('network of stats (API 1.20 and older)'),
  },
  {
    // To kill what does not run was no error.
    before: '1.20',
    operations: ['ContainerKill'],
    failure: ({ kind }) => (kind === 'conflict' ? { status: 204 } : undefined),
  },
  {
    before: '1.19',
    operations: ['ContainerCreate'],
    request: ({ HostConfig }) => {
      if (!HostConfig || HostConfig.CpuShares <= 0) return;
      HostConfig.CpuShares = Math.min(Math.max(HostConfig.CpuShares, LEAST_CPU_SHARES), MOST_CPU_SHARES);
    },
  },
  {
    before: '1.13',
    operations: ['ImageCommit'],
    query: ({ query }) => {
      if (query.text('pause') === '') query.set('pause', '0');
    },
  },
];

function asJson(exchange: Exchange): Exchange {
  const others = exchange.headers.filter(([name]) => name.toLowerCase() !== 'content-type');
  return { ...exchange, headers: [...others, ['Content-Type', 'application/json']] };
}

/** Networks came with 1.21. */
function withoutNetworks(container: Json): Json {
  const { Networks: _, ...NetworkSettings } = container.NetworkSettings;
  return { ...container, NetworkSettings };
}

/** moby api/types/versions/v1p20: three fields are always there, and stand last. */
function withConfigOf120(container: Json): Json {
  const { MacAddress = '', NetworkDisabled = false, ExposedPorts = null, ...config } = container.Config;
  const { VolumeDriver } = container.HostConfig;
  return { ...container, Config: { ...config, MacAddress, NetworkDisabled, ExposedPorts, VolumeDriver } };
}

/** moby api/types/versions/v1p19: volumes as two maps in place of the mounts, resources in the configuration too. */
function withConfigOf119(container: Json): Json {
  const { Mounts, Config, NetworkSettings, ...rest } = withConfigOf120(container);
  const { Memory, MemorySwap, CpuShares, CpusetCpus } = container.HostConfig;
  const by = (field: string) =>
    Object.fromEntries(
      Mounts.map((mount: Json) => [mount.Destination, mount[field]]).sort(([a]: string[], [b]: string[]) =>
        (a as string) < (b as string) ? -1 : 1,
      ),
    );
  return {
    ...rest,
    Volumes: by('Source'),
    VolumesRW: by('RW'),
    Config: { ...Config, Memory, MemorySwap, CpuShares, Cpuset: CpusetCpus },
    NetworkSettings,
  };
}
