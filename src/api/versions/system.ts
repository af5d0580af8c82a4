import { goMap } from '../../support/go-json/encode.ts';
import type { Change } from './change.ts';

// biome-ignore lint/suspicious/noExplicitAny: the views of GET /info and GET /system/df
type Json = any;

/** moby api/server/router/system/system_routes.go. The reply of GET /info is made for each call, and changed in place. */
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
    reply: (info: Json) =>
      Object.assign(info, {
        DiscoveredDevices: undefined,
        BridgeNfIptables: false,
        BridgeNfIp6tables: false,
      }),
  },
  {
    before: '1.49',
    operations: ['SystemInfo'],
    reply: (info: Json) =>
      Object.assign(info, {
        FirewallBackend: undefined,
        ContainerdCommit: withExpected(info.ContainerdCommit),
        RuncCommit: withExpected(info.RuncCommit),
        InitCommit: withExpected(info.InitCommit),
      }),
  },
  {
    before: '1.47',
    operations: ['SystemInfo'],
    reply: (info: Json) => Object.assign(info, { RegistryConfig: withArtifacts(info.RegistryConfig) }),
  },
  {
    before: '1.46',
    operations: ['SystemInfo'],
    reply: (info: Json) => Object.assign(info, { Containerd: undefined }),
  },
  {
    before: '1.44',
    operations: ['SystemInfo'],
    reply: (info: Json) =>
      Object.assign(info, {
        Runtimes: Object.fromEntries(
          Object.entries<Json>(info.Runtimes).map(([name, { status: _, ...runtime }]) => [name, runtime]),
        ),
      }),
  },
  {
    before: '1.42',
    operations: ['SystemInfo'],
    reply: (info: Json) => Object.assign(info, { KernelMemory: true }),
  },
  {
    before: '1.25',
    operations: ['SystemInfo'],
    reply: (info: Json) => Object.assign(info, { SecurityOptions: info.SecurityOptions.map(nameOfOption) }),
  },
  // Below 1.50 the reply goes through a Go map, which sorts every level of it. Last, so that all is in it.
  { before: '1.50', operations: ['SystemInfo'], reply: sortedInfo },
];

const withVirtualSize = (image: Json) => ({ ...image, VirtualSize: image.Size });

const registryConfigs = new WeakMap<object, Json>();

/** One object for one, so that it is sorted once. */
function withArtifacts(config: Json): Json {
  let known = registryConfigs.get(config);
  if (known === undefined) {
    const none = { AllowNondistributableArtifactsCIDRs: null, AllowNondistributableArtifactsHostnames: null };
    known = { ...config, ...none };
    registryConfigs.set(config, known);
  }
  return known;
}

/** Not there where it is empty, as for a component whose commit is not known. */
const withExpected = ({ ID }: Json) => (ID === '' ? { ID } : { ID, Expected: ID });

/** `seccomp` of `name=seccomp,profile=builtin`. */
const nameOfOption = (option: string) => /^name=([^,]*)/.exec(option)?.[1] ?? option;

/** The fields' names are plain ones, so that JavaScript's order is Go's. */
function sortedInfo(info: Json): Json {
  const result = inOrder(Object.keys(info));
  for (const key in result) {
    const part = info[key];
    result[key] = SAME_AT_EACH_CALL.has(key) ? sortedOnce(part) : sorted(part);
  }
  return result;
}

const SAME_AT_EACH_CALL = new Set(['DriverStatus', 'Plugins', 'RegistryConfig', 'Runtimes']);
const sortedAlready = new WeakMap<object, Json>();

/** What is large and the same at each call. */
function sortedOnce(part: object): Json {
  let known = sortedAlready.get(part);
  if (known === undefined) {
    known = JSON.parse(JSON.stringify(sorted(part))); // for the sake of slots, as below
    sortedAlready.set(part, known);
  }
  return known;
}

const orders = new Map<string, Json>();

/**
 * An object with these keys in order. A copy of one that JSON.parse made: V8 keeps such an object's fields in slots,
 * and one that is filled key by key in a hash table, which costs half of the call.
 */
function inOrder(keys: string[]): Json {
  const all = keys.join();
  let order = orders.get(all);
  if (order === undefined) {
    order = JSON.parse(`{${keys.sort().map(key => `${JSON.stringify(key)}:null`)}}`);
    orders.set(all, order);
  }
  return { ...order };
}

/** Arrays in their order, objects by key, all the way down. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const result = goMap(value as Record<string, unknown>);
  for (const key in result) result[key] = sorted(result[key]);
  return result;
}
