import { systemError } from '../../engine/errors.ts';
import type { Progress } from '../../engine/images/progress.ts';
import type { Change } from './change.ts';

// biome-ignore lint/suspicious/noExplicitAny: views of containers and images
type Json = any;

/**
 * Below 1.6 an attached client got both outputs in one stream, without frames. Before all other changes, as long as
 * the reply says whether it has frames.
 */
export const streamsBefore16: readonly Change[] = [
  { before: '1.6', operations: ['ContainerAttach', 'ContainerLogs', 'ExecStart'], unframed: true },
];

/**
 * 1.11 and older, which dockerd 1.6 was the last to speak: every comparison of versions in its source
 * (v1.6.2 api/server/server.go) that a client can see.
 */
export const changesBefore112: readonly Change[] = [
  { before: '1.12', operations: ['ContainerInspect'], reply: asStored },
  { before: '1.12', operations: ['ImageInspect'], reply: imageAsStored },
  {
    // Containers of a build's steps stayed, unless the client said otherwise.
    before: '1.12',
    operations: ['ImageBuild'],
    query: ({ query }) => {
      if (query.text('rm') === '') query.set('rm', '0');
    },
  },
  { before: '1.8', operations: ['ImageBuild'], told: progressText },
  {
    before: '1.7',
    operations: ['ImageList'],
    reply: (images: Json[]) => images.flatMap(rowsOfTags),
  },
  {
    before: '1.5',
    operations: ['ContainerList'],
    reply: (containers: Json[]) =>
      containers.map(container => ({ ...container, Ports: portsText(container.Ports) })),
  },
  {
    before: '1.4',
    operations: ['ContainerTop'],
    query: () => {
      throw systemError('top was improved a lot since 1.3, Please upgrade your docker client.');
    },
  },
  {
    before: '1.3',
    operations: ['ImageBuild'],
    query: () => {
      throw systemError(
        'Multipart upload for build is no longer supported. Please upgrade your docker client.',
      );
    },
  },
  { before: '1.1', operations: ['ImageCreate', 'ImagePush'], told: progressText },
];

/** The container as the daemon stored it (v1.6.2 daemon/container.go), and its host configuration. */
function asStored(container: Json): Json {
  const { State, Id, Created, Path, Args, Config, Image, NetworkSettings, HostConfig, ...rest } = container;
  const { Status: _, Health: __, ...state } = State;
  return {
    State: state,
    ID: Id,
    ...{ Created, Path, Args, Config },
    Image: bare(Image),
    NetworkSettings,
    ...pick(rest, 'ResolvConfPath HostnamePath HostsPath LogPath Name Driver ExecDriver MountLabel'),
    ...pick(rest, 'ProcessLabel AppArmorProfile RestartCount'),
    UpdateDns: false,
    ...pick(rest, 'Volumes VolumesRW'),
    AppliedVolumesFrom: null,
    HostConfig,
  };
}

/** The image as its layer's file had it (v1.6.2 image/image.go): what is empty is left out. */
function imageAsStored(image: Json): Json {
  const set = (name: string, value: unknown) => (value ? { [name]: value } : {});
  return {
    id: bare(image.Id),
    ...set('parent', bare(image.Parent ?? '')),
    ...set('comment', image.Comment),
    created: image.Created,
    ...set('container', image.Container),
    container_config: image.ContainerConfig,
    ...set('docker_version', image.DockerVersion),
    ...set('author', image.Author),
    ...set('config', image.Config),
    ...set('architecture', image.Architecture),
    ...set('os', image.Os),
    Size: image.Size,
  };
}

const bare = (id: string) => id.replace(/^sha256:/, '');

const pick = (from: Json, names: string) =>
  Object.fromEntries(
    names
      .split(' ')
      .filter(name => name in from)
      .map(name => [name, from[name]]),
  );

/** A row a tag, as a Go map writes it. */
function rowsOfTags({ RepoTags, Id, Created, Size, VirtualSize }: Json): Json[] {
  return (RepoTags ?? []).map((name: string) => {
    const colon = name.lastIndexOf(':');
    const [Repository, Tag] = [name.slice(0, colon), name.slice(colon + 1)];
    return { Created, Id, Repository, Size, Tag, VirtualSize };
  });
}

/** v1.6.2 utils/streamformatter.go, where it writes no JSON. */
function progressText({ id, stream, status, progress, error }: Progress & Json): string {
  if (error !== undefined) return `Error: ${error}\r\n`;
  // The head of a step and the end of its line were one piece, and steps were counted from 0 (evaluator.go).
  const [, step, line] = /^Step (\d+)\/\d+ (:.*)$/s.exec(stream ?? '') ?? [];
  if (step !== undefined) return `Step ${Number(step) - 1} ${line}`;
  if (stream !== undefined) return `${stream}\r`;
  if (status === undefined) return '';
  if (id !== undefined) return `${status} ${progress ?? ''}\r${progress ? '' : '\n'}`;
  return `${status}\r\n`;
}

interface Group {
  readonly key: string;
  first: number;
  last: number;
}

/** Ports in a row that are published as themselves are one group (v1.6.2 api/common.go, DisplayablePorts). */
function portsText(ports: readonly Json[]): string {
  const groups: Group[] = [];
  const mappings: string[] = [];
  // There was no second binding for IPv6.
  const sorted = ports
    .filter(({ IP }) => !IP?.includes(':'))
    .toSorted((a, b) => a.PrivatePort - b.PrivatePort);
  for (const { IP, PublicPort, PrivatePort, Type } of sorted) {
    if (IP && PublicPort !== PrivatePort) {
      mappings.push(`${IP}:${PublicPort}->${PrivatePort}/${Type}`);
      continue;
    }
    const key = IP ? `${IP}/${Type}` : Type;
    const group = groups.findLast(known => known.key === key);
    if (group?.last === PrivatePort - 1) group.last = PrivatePort;
    else groups.push({ key, first: PrivatePort, last: PrivatePort });
  }
  return [...groups.map(groupText), ...mappings].join(', ');
}

function groupText({ key, first, last }: Group): string {
  const range = first === last ? `${first}` : `${first}-${last}`;
  const [ip = '', type] = key.split('/');
  return type === undefined ? `${range}/${ip}` : `${ip}:${range}->${range}/${type}`;
}
