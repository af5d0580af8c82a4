import { AppendLog } from '../../support/append-log.ts';
import type { Engine } from '../engine.ts';
import { type Image, imageTree } from '../images/image.ts';
import { PERSONA } from '../system/persona.ts';
import { containerRoot } from '../world/files/container-trees.ts';
import type { ContainerConfig } from './config.ts';
import type { Container } from './container.ts';
import type { HostConfig } from './host-config.ts';
import { chooseName } from './names.ts';
import { newSupervision } from './supervision.ts';

/** A container's record as it begins: with an id and a name, without mounts and networks. */
export function newContainer(
  engine: Engine,
  askedName: string,
  config: ContainerConfig,
  hostConfig: HostConfig,
  [path, ...args]: [path: string, ...args: string[]],
  image: Readonly<Image> | undefined,
): Container {
  const id = newContainerId(engine);
  const name = chooseName(engine, id, askedName);
  if (config.Hostname === '') {
    config.Hostname = hostConfig.NetworkMode === 'host' ? PERSONA.hostname : id.slice(0, 12);
  }
  return {
    id,
    name,
    createdNs: engine.clock.nowNs(),
    imageId: image?.id ?? '',
    imageRef: config.Image,
    platform: 'linux',
    config,
    hostConfig,
    path,
    args,
    lifecycle: { status: 'created' },
    startedAtNs: undefined,
    finishedAtNs: undefined,
    error: '',
    oomKilled: false,
    restartCount: 0,
    hasBeenStartedBefore: false,
    hasBeenManuallyStopped: false,
    health: undefined,
    mounts: [],
    root: containerRoot(image && imageTree(engine, image), engine.clock.lastNs()),
    scratch: new Map(),
    topLayer: image?.chainIds.at(-1) ?? '',
    layerId: engine.random.hex('layers', 64),
    endpoints: new Map(),
    listedEndpoints: undefined,
    sandboxId: '',
    ports: {},
    links: new Map(),
    linkNames: [],
    execIds: [],
    log: new AppendLog(),
    supervision: newSupervision(),
  };
}

/** An id whose short form is not a number, since that is the container's host name (moby pkg/stringid). */
function newContainerId(engine: Engine): string {
  const id = engine.random.hex('ids', 64);
  return /^[0-9]{12}/.test(id) ? newContainerId(engine) : id;
}
