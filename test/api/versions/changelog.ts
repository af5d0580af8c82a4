/** One entry of moby's api/docs/CHANGELOG.md, in few words, and where it is looked at. */
export interface ChangelogEntry {
  readonly version: string;
  readonly entry: string;
  /** A test's file and title. */
  readonly test?: readonly [file: 'newer' | 'versions' | 'api' | 'surface', title: string];
  /** Why no client of the simulated daemon sees it, or what says that it is not simulated. */
  readonly unseen?: string;
}

const NEWER = {
  inspect: '1.52: an inspected container loses what was deprecated',
  image: '1.52: an inspected image leaves out what is empty',
  accept: 'events of %s for Accept: %s',
  df: '1.52: GET /system/df counts, and keeps the old fields unless it is verbose',
} as const;
const DEPRECATED = 'says that a later version changes it, and changes nothing itself';
const SWARM = 'no swarm is simulated: services and tasks answer as outside of one';
const CONTAINERD_STORE = 'only with the containerd image store; the daemon has graph drivers';
const SCENE = 'what a client of API %s sees';

const newer = (version: string, entry: string, title: string): ChangelogEntry => ({
  version,
  entry,
  test: ['newer', title],
});
const scene = (version: string, entry: string): ChangelogEntry => ({
  version,
  entry,
  test: ['versions', SCENE],
});
const unseen = (version: string, entry: string, why: string): ChangelogEntry => ({
  version,
  entry,
  unseen: why,
});

/**
 * Every entry from 1.50 on; changelog-before-1-50.json has the others.
 */
export const changelog: readonly ChangelogEntry[] = [
  {
    version: '1.55',
    entry: 'GET /images/{name}/attestations is new',
    test: ['api', 'versions above the newest are spoken where they were asked for'],
  },
  unseen(
    '1.55',
    'POST /containers/{id}/update takes blkio settings of devices',
    'engine.unsimulated() tells',
  ),
  unseen('1.54', 'GET /images/json has the query parameter identity', CONTAINERD_STORE),
  unseen('1.54', 'POST /networks/{id}/connect applies MacAddress', 'engine.unsimulated() tells'),
  unseen('1.53', 'GET /info has NRI', 'left out while NRI is not enabled, as by default'),
  newer('1.53', 'GET /events takes application/jsonl', NEWER.accept),
  unseen('1.53', 'GET /images/{name}/json has Identity', CONTAINERD_STORE),
  unseen('1.53', 'POST /grpc and POST /session are deprecated', DEPRECATED),
  unseen('1.52', 'GET /images/{name}/get takes several platforms', 'engine.unsimulated() tells'),
  unseen('1.52', 'POST /images/load takes several platforms', 'engine.unsimulated() tells'),
  newer('1.52', 'GET /events without status, id and from', '1.52: events lose status, id and from'),
  newer('1.52', 'GET /networks/{id} has Status', 'what of them is not simulated is told'),
  newer('1.52', 'empty PortBindings are warned of', '1.52 warns of an empty list of bindings, 1.53 drops it'),
  newer('1.52', 'GET /images/{name}/json without empty fields of Config', NEWER.image),
  newer('1.52', 'GET /images/{name}/json without Parent, Comment and so on where empty', NEWER.image),
  newer('1.52', 'GET /containers/{id}/json without an empty Config.OnBuild', NEWER.inspect),
  newer('1.52', 'GET /containers/{id}/json without the old fields of NetworkSettings', NEWER.inspect),
  newer('1.52', 'KernelMemoryTCP gone from update and inspect', NEWER.inspect),
  newer('1.52', 'KernelMemoryTCP gone from GET /info', '1.52: GET /info without KernelMemoryTCP'),
  newer('1.52', 'GET /events takes x-ndjson and json-seq', NEWER.accept),
  newer(
    '1.52',
    'POST /containers/create without Config.MacAddress',
    '1.52: a container-wide MAC address is refused',
  ),
  unseen('1.52', 'GET /services has SwapBytes', SWARM),
  unseen('1.52', 'GET /services/{id} has SwapBytes', SWARM),
  unseen('1.52', 'POST /services/create takes SwapBytes', SWARM),
  unseen('1.52', 'POST /services/{id}/update takes SwapBytes', SWARM),
  unseen('1.52', 'GET /tasks has SwapBytes', SWARM),
  unseen('1.52', 'GET /tasks/{id} has SwapBytes', SWARM),
  unseen('1.52', 'GET /containers/{id}/stats has os_type', 'engine.unsimulated() tells'),
  newer('1.52', 'GET /system/df has usage by type', NEWER.df),
  newer('1.52', 'GET /system/df: the old fields are deprecated', NEWER.df),
  scene('1.51', 'GET /images/json sets Containers'),
  unseen('1.51', 'NetworkSettings.Bridge is deprecated', DEPRECATED),
  unseen('1.51', 'KernelMemoryTCP of a container is deprecated', DEPRECATED),
  unseen('1.51', 'KernelMemoryTCP of GET /info is deprecated', DEPRECATED),
  unseen('1.51', 'Parent and DockerVersion of an image are deprecated', DEPRECATED),
  unseen('1.51', 'Config.DockerVersion is deprecated', DEPRECATED),
  scene('1.50', 'GET /info has DiscoveredDevices'),
  unseen('1.50', 'DELETE /images/{name} takes platforms', CONTAINERD_STORE),
  scene('1.50', 'GET /info without BridgeNfIptables and BridgeNfIp6tables'),
  scene('1.50', 'GET /images/{name}/json without the fields of a container in Config'),
];
