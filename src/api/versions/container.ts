import { invalidParameter } from '../../engine/errors.ts';
import type { Change } from './change.ts';

// biome-ignore lint/suspicious/noExplicitAny: bodies and views of containers
type Json = any;

const streams = ['ContainerAttach', 'ContainerLogs', 'ExecStart'];

/** moby api/server/router/container: container_routes.go, inspect.go, exec.go; without POST /containers/create. */
export const containerChanges: readonly Change[] = [
  { before: '1.42', operations: streams, rawStream: true },
  { before: '1.42', operations: ['ContainerStop', 'ContainerRestart'], ignoredQuery: ['signal'] },
  { before: '1.41', operations: ['ContainerStats'], ignoredQuery: ['one-shot'] },
  { before: '1.30', operations: ['ContainerWait'], ignoredQuery: ['condition'], whole: true },
  {
    before: '1.42',
    operations: ['ContainerExec', 'ExecStart'],
    request: body => {
      body.ConsoleSize = null;
    },
  },
  {
    before: '1.40',
    operations: ['ContainerUpdate'],
    request: body => {
      body.PidsLimit = null;
    },
  },
  {
    from: '1.42',
    operations: ['ContainerUpdate'],
    request: body => {
      body.KernelMemory = 0;
    },
  },
  {
    before: '1.46',
    operations: ['ContainerList'],
    reply: (containers: Json[]) =>
      containers.map(container => {
        const { Annotations: _, ...hostConfig } = container.HostConfig;
        return { ...container, HostConfig: hostConfig };
      }),
  },
  {
    // container_routes.go, wsContainersAttach
    before: '1.42',
    operations: ['ContainerAttachWebsocket'],
    query: ({ query }) => {
      for (const name of ['stdin', 'stdout', 'stderr']) query.set(name, '1');
    },
  },
  {
    before: '1.28',
    operations: ['ContainerAttachWebsocket'],
    query: ({ engine }) => engine.noteUnsimulated('text frames of a WebSocket (API 1.27)'),
  },
  { before: '1.45', operations: ['ContainerInspect'], reply: withShortIdAliases },
];

/** On a network of the user's the short id and the hostname were aliases that everybody saw. */
function withShortIdAliases(container: Json): Json {
  const networks: Json = {};
  for (const [name, endpoint] of Object.entries<Json>(container.NetworkSettings?.Networks ?? {})) {
    const added = [container.Id.slice(0, 12), container.Config.Hostname];
    networks[name] = isUserDefined(name)
      ? { ...endpoint, Aliases: [...new Set([...(endpoint.Aliases ?? []), ...added])] }
      : endpoint;
  }
  return { ...container, NetworkSettings: { ...container.NetworkSettings, Networks: networks } };
}

export function isUserDefined(networkMode: string): boolean {
  return (
    !['default', 'bridge', 'host', 'none', ''].includes(networkMode) && !networkMode.startsWith('container:')
  );
}

export const neededVersion = (what: string, version: string) =>
  invalidParameter(`${what} needs API v${version} or newer`);
