import { goMap } from '../../support/go-json/encode.ts';
import type { Change } from './change.ts';

// biome-ignore lint/suspicious/noExplicitAny: the views of GET /info and GET /system/df
type Json = any;

/** moby api/server/router/system/system_routes.go */
export const systemChanges: readonly Change[] = [
  {
    before: '1.46',
    operations: ['SystemEvents'],
    reply: (event: Json) => (event.Type === 'image' && event.Action === 'create' ? undefined : event),
  },
  { before: '1.42', operations: ['SystemDataUsage'], ignoredQuery: ['type'] },
  {
    before: '1.44',
    operations: ['SystemDataUsage'],
    reply: (usage: Json) => ({ ...usage, Images: usage.Images?.map(withVirtualSize) ?? null }),
  },
  {
    before: '1.50',
    operations: ['SystemInfo'],
    reply: ({ DiscoveredDevices: _, ...info }: Json) => ({
      ...info,
      BridgeNfIptables: false,
      BridgeNfIp6tables: false,
    }),
  },
  {
    before: '1.49',
    operations: ['SystemInfo'],
    reply: ({ FirewallBackend: _, ...info }: Json) => ({
      ...info,
      ContainerdCommit: withExpected(info.ContainerdCommit),
      RuncCommit: withExpected(info.RuncCommit),
      InitCommit: withExpected(info.InitCommit),
    }),
  },
  {
    before: '1.47',
    operations: ['SystemInfo'],
    reply: (info: Json) => ({
      ...info,
      RegistryConfig: {
        ...info.RegistryConfig,
        AllowNondistributableArtifactsCIDRs: null,
        AllowNondistributableArtifactsHostnames: null,
      },
    }),
  },
  { before: '1.46', operations: ['SystemInfo'], reply: ({ Containerd: _, ...info }: Json) => info },
  {
    before: '1.44',
    operations: ['SystemInfo'],
    reply: (info: Json) => ({
      ...info,
      Runtimes: Object.fromEntries(
        Object.entries<Json>(info.Runtimes).map(([name, { status: _, ...runtime }]) => [name, runtime]),
      ),
    }),
  },
  { before: '1.42', operations: ['SystemInfo'], reply: (info: Json) => ({ ...info, KernelMemory: true }) },
  {
    before: '1.25',
    operations: ['SystemInfo'],
    reply: (info: Json) => ({ ...info, SecurityOptions: info.SecurityOptions.map(nameOfOption) }),
  },
  // Below 1.50 the reply goes through a Go map, which sorts every level of it. Last, so that all is in it.
  { before: '1.50', operations: ['SystemInfo'], reply: sorted },
];

export const withVirtualSize = (image: Json) => ({ ...image, VirtualSize: image.Size });

/** Not there where it is empty, as for a component whose commit is not known. */
const withExpected = ({ ID }: Json) => (ID === '' ? { ID } : { ID, Expected: ID });

/** `seccomp` of `name=seccomp,profile=builtin`. */
const nameOfOption = (option: string) => /^name=([^,]*)/.exec(option)?.[1] ?? option;

/** Arrays in their order, objects by key, all the way down. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return goMap(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item)])));
}
