import { goMap } from '../../support/go-json/encode.ts';
import type { Engine } from '../engine.ts';
import { resolveImage } from '../images/resolve-image.ts';
import type { Container } from './container.ts';
import type { HostConfig } from './host-config.ts';
import { mountView } from './inspect.ts';
import type { MountPoint } from './mount-point.ts';
import { endpointSummary, networksView } from './network-view.ts';
import { splitPort } from './port.ts';
import { containerSize } from './size.ts';
import { statusText } from './status-text.ts';

/** One list's answers to what its containers have in common. */
export interface ListView {
  readonly engine: Engine;
  readonly nowNs: bigint;
  readonly withSize: boolean;
  /** The id an image reference stands for now, by reference: many containers have the same. */
  readonly imageIds: Map<string, string>;
}

/** One element of GET /containers/json, in the order of moby api/types/container, Summary. */
export function containerSummary(view: ListView, container: Readonly<Container>): object {
  const { config, hostConfig } = container;
  // A literal without spreads: lists of thousands are asked for often, and this is ten times as fast.
  const summary = {
    Id: container.id,
    Names: namesOf(container).map(name => `/${name}`),
    Image: imageShown(view, container),
    ImageID: container.imageId,
    Command: commandText(container),
    Created: Number(container.createdNs / 1_000_000_000n),
    Ports: portsOf(container),
    Labels: goMap(config.Labels ?? {}),
    State: container.lifecycle.status,
    Status: statusText(container, view.nowNs),
    HostConfig: hostConfigSummary(hostConfig),
    NetworkSettings: {
      Networks: networksView(container.listedEndpoints ?? container.endpoints, endpointSummary),
    },
    Mounts: container.mounts.map(mount => mountView(asListed(mount))),
  };
  if (!view.withSize) return summary;
  const { Id, Names, Image, ImageID, Command, Created, Ports, ...rest } = summary;
  const { rw, rootFs } = containerSize(view.engine, container);
  const sizes = { ...(rw !== 0 && { SizeRw: rw }), ...(rootFs !== 0 && { SizeRootFs: rootFs }) };
  return { Id, Names, Image, ImageID, Command, Created, Ports, ...sizes, ...rest };
}

function hostConfigSummary({ NetworkMode, Annotations }: HostConfig): object {
  if (!Annotations || Object.keys(Annotations).length === 0) return { NetworkMode };
  return { NetworkMode, Annotations: goMap(Annotations) };
}

/** Its own name and those that others link to it by: `web`, `app/db`. */
export function namesOf({ name, linkNames }: Readonly<Container>): string[] {
  return linkNames.length === 0 ? [name] : [name, ...linkNames].sort();
}

/** The reference it was created with, while that still means its image (moby daemon/list.go, refreshImage). */
function imageShown({ engine, imageIds }: ListView, { config, imageId }: Readonly<Container>): string {
  if (config.Image === imageId) return imageId;
  let id = imageIds.get(config.Image);
  if (id === undefined) {
    id = imageIdOf(engine, config.Image);
    imageIds.set(config.Image, id);
  }
  return id === imageId ? config.Image : imageId;
}

function imageIdOf(engine: Engine, ref: string): string {
  try {
    return resolveImage(engine, ref).id;
  } catch {
    return '';
  }
}

function commandText({ path, args }: Readonly<Container>): string {
  if (args.length === 0) return path;
  return [path, ...args.map(argument => (argument.includes(' ') ? `'${argument}'` : argument))].join(' ');
}

export interface ListedPort {
  readonly IP?: string;
  readonly PrivatePort: number;
  readonly PublicPort?: number;
  readonly Type: string;
}

/** What is exposed and published right now, by port. */
export function portsOf({ ports }: Readonly<Container>): ListedPort[] {
  const entries = Object.entries(ports);
  if (entries.length === 0) return [];
  return entries
    .map(([key, bindings]) => ({ ...splitPort(key), bindings: bindings ?? [] }))
    .sort((a, b) => Number(a.port) - Number(b.port) || (a.protocol < b.protocol ? -1 : 1))
    .flatMap(({ port, protocol, bindings }): ListedPort[] => {
      const PrivatePort = Number(port);
      if (bindings.length === 0) return [{ PrivatePort, Type: protocol }];
      return bindings.map(({ HostIp, HostPort }) => ({
        ...(HostIp !== '' && { IP: HostIp }),
        PrivatePort,
        ...(Number(HostPort) !== 0 && { PublicPort: Number(HostPort) }),
        Type: protocol,
      }));
    });
}

/**
 * The list is made from a copy that lost the volumes themselves, and a volume of `Config.Volumes` has its source from
 * nowhere else (moby container/mounts_unix.go, MountPoint.Path; recordings/list-versions).
 */
function asListed(mount: MountPoint): MountPoint {
  const fromConfig = mount.type === 'volume' && Object.keys(mount.spec).length === 0;
  return fromConfig ? { ...mount, source: '' } : mount;
}
