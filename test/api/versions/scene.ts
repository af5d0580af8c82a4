/** A reply, as far as the scene looks at it. */
export interface SceneReply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: replies of many operations
  readonly json: any;
}

export type SceneAsk = (method: string, path: string, body?: object) => Promise<SceneReply>;

/** Before each comparison in moby's handlers, and after it. */
export const SCENE_VERSIONS =
  '1.24 1.27 1.28 1.29 1.30 1.39 1.40 1.41 1.42 1.43 1.44 1.45 1.46 1.47 1.48 1.49 1.50 1.51'.split(' ');

const createBody = {
  Image: 'busybox',
  Cmd: ['true'],
  Hostname: 'web',
  Healthcheck: { Test: ['CMD', 'true'], StartInterval: 2_000_000_000 },
  HostConfig: {
    NetworkMode: 'scene',
    AutoRemove: true,
    Annotations: { a: 'b' },
    ConsoleSize: [10, 20],
    KernelMemoryTCP: 0,
    Mounts: [{ Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 4096 } }],
  },
};

/** Bodies that only some versions take. */
const oddBodies: readonly object[] = [
  {
    HostConfig: {
      Mounts: [{ Type: 'volume', Source: 'vol', Target: '/v', BindOptions: { Propagation: 'rshared' } }],
    },
  },
  { HostConfig: { Mounts: [{ Type: 'tmpfs', Target: '/v', VolumeOptions: { NoCopy: true } }] } },
  {
    HostConfig: { Mounts: [{ Type: 'volume', Source: 'vol', Target: '/v', TmpfsOptions: { SizeBytes: 1 } }] },
  },
  {
    HostConfig: {
      Mounts: [{ Type: 'volume', Source: 'vol', Target: '/v', VolumeOptions: { Subpath: 'x' } }],
    },
  },
  {
    HostConfig: {
      Mounts: [{ Type: 'bind', Source: '/', Target: '/v', BindOptions: { ReadOnlyForceRecursive: true } }],
    },
  },
  { MacAddress: '02:42:ac:11:00:99' },
  { MacAddress: '02:42:ac:11:00:99', HostConfig: { NetworkMode: 'host' } },
];

/** From 1.48 on this is a feature, one that is not simulated. */
const imageMount = { HostConfig: { Mounts: [{ Type: 'image', Source: 'busybox', Target: '/v' }] } };

/** What a client of one version sees. The daemon has `busybox`, and nothing else that the scene names. */
export async function scene(ask: SceneAsk, version: string): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = { ...(await system(ask)), ...(await images(ask)) };
  await ask('POST', '/networks/create', { Name: 'scene', Driver: 'bridge' });
  const created = await ask('POST', '/containers/create?name=scene', createBody);
  seen.created = [created.status, created.json.Warnings];
  const { HostConfig, Config, NetworkSettings, Id } = (await ask('GET', '/containers/scene/json')).json;
  const aliases: string[] | null = NetworkSettings.Networks.scene.Aliases;
  seen.inspected = {
    AutoRemove: HostConfig.AutoRemove,
    Annotations: HostConfig.Annotations,
    ConsoleSize: HostConfig.ConsoleSize,
    IpcMode: HostConfig.IpcMode,
    CgroupnsMode: HostConfig.CgroupnsMode,
    Healthcheck: Config.Healthcheck,
    Aliases: aliases?.map(alias => (alias === Id.slice(0, 12) ? 'SHORT_ID' : alias)) ?? null,
  };
  const [listed] = (await ask('GET', '/containers/json?all=1')).json;
  seen.listed = [Object.keys(listed), listed.HostConfig];
  const logs = await ask('GET', '/containers/scene/logs?stdout=1');
  seen.logs = logs.headers['content-type'];
  const waited = await ask('POST', '/containers/scene/wait?condition=nonsense');
  seen.waited = [waited.status, waited.headers['content-length'] ?? 'streamed', waited.json];
  await ask('DELETE', '/containers/scene?force=1');
  await ask('DELETE', '/networks/scene');
  seen.odd = await oddCreates(ask, version < '1.48' ? [...oddBodies, imageMount] : oddBodies);
  return seen;
}

async function system(ask: SceneAsk): Promise<Record<string, unknown>> {
  const info = (await ask('GET', '/info')).json;
  const usage = (await ask('GET', '/system/df?type=volume')).json;
  return {
    info: Object.keys(info),
    runcCommit: Object.keys(info.RuncCommit),
    registry: Object.keys(info.RegistryConfig),
    runtime: Object.keys(info.Runtimes.runc),
    security: info.SecurityOptions,
    usage: Object.entries(usage).map(([name, value]) => [name, value === null]),
    version: Object.keys((await ask('GET', '/version')).json),
  };
}

async function images(ask: SceneAsk): Promise<Record<string, unknown>> {
  const [image] = (await ask('GET', '/images/json')).json;
  const inspected = (await ask('GET', '/images/busybox/json')).json;
  const usage = (await ask('GET', '/system/df')).json;
  return {
    image: Object.keys(image),
    imageContainers: image.Containers,
    imageConfig: Object.keys(inspected.Config),
    imageVirtualSize: 'VirtualSize' in inspected,
    usageImage: Object.keys(usage.Images[0]),
  };
}

async function oddCreates(ask: SceneAsk, bodies: readonly object[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const body of bodies) {
    const { status, json } = await ask('POST', '/containers/create?name=odd', { Image: 'busybox', ...body });
    answers.push([status, json.message ?? json.Warnings]);
    await ask('DELETE', '/containers/odd?force=1&v=1');
  }
  await ask('DELETE', '/volumes/vol');
  return answers;
}
