import { writeFileSync } from 'node:fs';
import { createEngine } from '../create-engine.ts';
import type { ContainerDeclaration, WorldDeclaration } from '../engine/declared/declaration.ts';
import { declareWorld } from '../engine/declared/declare-world.ts';
import type { Engine } from '../engine/engine.ts';
import { loadImages } from '../engine/images/load.ts';
import { serializeSnapshot } from '../engine/snapshot-json.ts';
import type { Daemon } from '../exchange/exchange.ts';
import { askBytes, askJson } from '../recording/ask.ts';
import { liveTarget } from './live-target.ts';

export interface SnapshotOptions {
  readonly from?: string;
  readonly to: string;
}

type Target = Daemon;

interface LiveContainer {
  readonly Id: string;
  readonly Name: string;
  readonly Created: string;
  readonly Config: ContainerDeclaration['config'] & { readonly Image: string };
  readonly HostConfig: ContainerDeclaration['hostConfig'];
  readonly State: { readonly Status: string; readonly ExitCode: number };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

interface LiveNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Driver: string;
  readonly Internal: boolean;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly IPAM: { readonly Config: ReadonlyArray<{ readonly Subnet?: string }> | null };
}

interface LiveVolume {
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** `dockless snapshot`: what a live daemon holds, as a state that `serve --state` begins with. Nothing there changes. */
export async function snapshot({ from, to }: SnapshotOptions): Promise<void> {
  const daemon = await liveTarget(from);
  const engine = createEngine({ clock: 'real' });
  const images = await copyImages(daemon, engine);
  const networks = (await askJson<LiveNetwork[]>(daemon, '/networks')).filter(
    ({ Name }) => !['bridge', 'host', 'none'].includes(Name),
  );
  const volumes = (await askJson<{ Volumes: LiveVolume[] | null }>(daemon, '/volumes')).Volumes ?? [];
  const containers = await inspectAll(daemon);
  const rest = { networks: networks.map(networkOf), volumes: volumes.map(volumeOf) };
  declareWorld(engine, rest);
  const made = new Map<string, string>();
  for (const container of containers) {
    const name = container.Name.replace(/^\//, '');
    try {
      declareWorld(engine, { containers: [containerOf(container, name)] });
    } catch (error) {
      warn(`container ${name} is left out: ${(error as Error).message}`);
    }
  }
  for (const [id, { name }] of engine.state.containers.entries()) {
    const original = containers.find(({ Name }) => Name.replace(/^\//, '') === name.replace(/^\//, ''));
    if (original !== undefined) made.set(id, original.Id);
  }
  for (const [id, { name }] of engine.state.networks.entries()) {
    const original = networks.find(({ Name }) => Name === name);
    if (original !== undefined) made.set(id, original.Id);
  }
  writeFileSync(to, withIds(serializeSnapshot(engine.snapshot()), made));
  process.stdout.write(
    `${to}: ${images} images, ${containers.length} containers, ${networks.length} networks, ${volumes.length} volumes\n`,
  );
  process.exit(0);
}

/** With their ids, configurations and layers, as `docker save` gives them. */
async function copyImages(daemon: Target, engine: Engine): Promise<number> {
  const images = await askJson<Array<{ Id: string; RepoTags: string[] | null }>>(daemon, '/images/json');
  for (const { Id, RepoTags } of images) {
    const tags = (RepoTags ?? []).filter(tag => tag !== '<none>:<none>');
    const names = tags.length > 0 ? tags : [Id];
    const archive = await askBytes(
      daemon,
      `/images/get?${names.map(name => `names=${encodeURIComponent(name)}`).join('&')}`,
    );
    for await (const _ of loadImages(engine, archive, { quiet: true })) {
      // Only its end is of interest.
    }
  }
  return images.length;
}

/** The oldest first, since a later one may refer to it. */
async function inspectAll(daemon: Target): Promise<LiveContainer[]> {
  const listed = await askJson<Array<{ Id: string; Created: number }>>(daemon, '/containers/json?all=1');
  const all: LiveContainer[] = [];
  for (const { Id } of listed.sort((a, b) => a.Created - b.Created)) {
    all.push(await askJson<LiveContainer>(daemon, `/containers/${Id}/json`));
  }
  return all;
}

function containerOf(container: LiveContainer, name: string): ContainerDeclaration {
  const { Config, HostConfig, State, NetworkSettings } = container;
  const state = State.Status as NonNullable<ContainerDeclaration['state']>;
  const networks = Object.keys(NetworkSettings.Networks).filter(
    network => !['bridge', 'host', 'none'].includes(network),
  );
  return {
    name,
    image: Config.Image,
    state,
    ...(['exited', 'dead'].includes(state) && { exitCode: State.ExitCode }),
    config: Config,
    ...(HostConfig !== undefined && { hostConfig: HostConfig }),
    ...(networks.length > 0 && { networks }),
  };
}

function networkOf({
  Name,
  Driver,
  Internal,
  Labels,
  IPAM,
}: LiveNetwork): NonNullable<WorldDeclaration['networks']>[number] {
  const subnet = IPAM.Config?.[0]?.Subnet;
  return {
    name: Name,
    driver: Driver,
    internal: Internal,
    labels: Labels ?? {},
    ...(subnet !== undefined && { subnet }),
  };
}

function volumeOf({ Name, Labels }: LiveVolume): NonNullable<WorldDeclaration['volumes']>[number] {
  return { name: Name, labels: Labels ?? {} };
}

/** The live daemon's ids in place of those that the engine drew; indexes of ids are sorted when they are read. */
function withIds(text: string, made: ReadonlyMap<string, string>): string {
  return text.replace(/[0-9a-f]{64}/g, id => made.get(id) ?? id);
}

function warn(sentence: string): void {
  process.stderr.write(`dockless: ${sentence}\n`);
}
