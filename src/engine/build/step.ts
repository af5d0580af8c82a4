import { zeroOf } from '../../support/go-json/zero.ts';
import type { ContainerConfig } from '../containers/config.ts';
import { createContainer } from '../containers/create.ts';
import { findContainer } from '../containers/find.ts';
import type { HostConfig } from '../containers/host-config.ts';
import { hostConfigSchema } from '../containers/host-config-schema.ts';
import { removeContainer } from '../containers/remove.ts';
import { DockerError } from '../errors.ts';
import { addChildImage } from '../images/child-image.ts';
import { platformOf } from '../images/platform.ts';
import { emitImageEvent } from '../images/store.ts';
import type { BuildHostConfig } from './build-request.ts';
import { type Build, line, type StageState, shortId, type Told } from './build-state.ts';
import { shellOf } from './config-changes.ts';

/** Commits a step that changed the configuration only; `comment` is its line of the history. */
export async function* commitChange(build: Build, stage: StageState, comment: string): Told {
  const config = withCommand(stage.config, [...shellOf(stage.config), '#(nop) ', comment]);
  const containerId = yield* probeOrCreate(build, stage, config);
  if (containerId !== undefined) commitMerged(build, stage, containerId);
}

/**
 * Commits with the container's own configuration, which was completed from the parent image. The stage's health check
 * was completed with it: dockerd has one and the same in both.
 */
export function commitMerged(build: Build, stage: StageState, containerId: string): void {
  const { config } = findContainer(build.engine, containerId);
  if (stage.config.Healthcheck) stage.config.Healthcheck = config.Healthcheck ?? null;
  commitStep(build, stage, containerId, config);
}

export const withCommand = (config: ContainerConfig, command: readonly string[]): ContainerConfig => ({
  ...config,
  Cmd: [...command],
});

/** A container for the step, unless the cache has what it would make. */
export async function* probeOrCreate(
  build: Build,
  stage: StageState,
  config: ContainerConfig,
): Told<string | undefined> {
  if (yield* probe(build, stage, config)) return undefined;
  return yield* createStep(build, config);
}

/** True: the stage goes on from an image that was there. */
export async function* probe(build: Build, stage: StageState, config: ContainerConfig): Told<boolean> {
  const cached = build.prober.probe(stage.imageId, config);
  if (cached === undefined) return false;
  yield line(' ---> Using cache');
  stage.imageId = cached;
  return true;
}

export async function* createStep(build: Build, config: ContainerConfig): Told<string> {
  const hostConfig = hostConfigOf(build.request.host);
  const { id, warnings } = createContainer(build.engine, { config: copyConfig(config), hostConfig });
  build.containers.add(id);
  for (const warning of warnings) yield line(` ---> [Warning] ${warning}`);
  yield line(` ---> Running in ${shortId(id)}`);
  return id;
}

/** The container's files and the stage's configuration become the stage's image (moby CommitBuildStep). */
export function commitStep(
  { engine }: Build,
  stage: StageState,
  containerId: string,
  containerConfig: ContainerConfig,
): void {
  const container = findContainer(engine, containerId);
  const parent = engine.state.images.images.get(container.imageId);
  stage.imageId = addChildImage(engine, {
    parent,
    root: container.root,
    containerId,
    author: stage.maintainer,
    comment: '',
    config: stage.config,
    containerConfig,
    ...(parent !== undefined && { platform: platformOf(parent) }),
  });
  emitImageEvent(engine, stage.imageId, 'create', { name: stage.imageId, labels: stage.config.Labels });
}

/** Takes the steps' containers away, with their volumes. */
export async function* removeContainers(build: Build): Told {
  for (const id of [...build.containers]) {
    try {
      await removeContainer(build.engine, id, { force: true, volumes: true });
    } catch (error) {
      if (!(error instanceof DockerError)) throw error;
      if (error.kind !== 'notFound') {
        yield line(`Removing intermediate container ${shortId(id)}: ${error.message}`);
        continue;
      }
    }
    build.containers.delete(id);
    yield line(` ---> Removed intermediate container ${shortId(id)}`);
  }
}

/** A copy that shares nothing that is changed in place. */
const copyConfig = (config: ContainerConfig): ContainerConfig => structuredClone(config);

function hostConfigOf(asked: BuildHostConfig): HostConfig {
  return {
    ...(zeroOf(hostConfigSchema) as HostConfig),
    NetworkMode: asked.networkMode || 'default',
    LogConfig: { Type: 'none', Config: null },
    ExtraHosts: asked.extraHosts.length === 0 ? null : [...asked.extraHosts],
    ShmSize: asked.shmSize,
    CgroupParent: asked.cgroupParent,
    CpuShares: asked.cpuShares,
    CpuPeriod: asked.cpuPeriod,
    CpuQuota: asked.cpuQuota,
    CpusetCpus: asked.cpusetCpus,
    CpusetMems: asked.cpusetMems,
    Memory: asked.memory,
    MemorySwap: asked.memorySwap,
    Ulimits: asked.ulimits.length === 0 ? null : [...asked.ulimits],
  } as HostConfig;
}
