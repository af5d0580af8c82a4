import { concatBytes } from '../../support/concat-bytes.ts';
import { formatRfc3339Nano } from '../../support/go-time.ts';
import type { Engine } from '../engine.ts';
import { findCatalogueImage, findRepository } from '../world/catalogue/catalogue.ts';
import { putOwnProgram } from '../world/catalogue/program-file.ts';
import { FileTree } from '../world/files/file-tree.ts';
import { putFile } from '../world/files/tree-paths.ts';
import { type ImageProgram, programOf } from '../world/process/async-program.ts';
import type { Program } from '../world/process/system-call.ts';
import { type ScriptedCommand, scriptedCommand, standIn, untilStopped } from '../world/programs/scripted.ts';
import type { ImageConfig } from './image.ts';
import { packLayer } from './layer-tar.ts';
import { HOST_PLATFORM } from './platform.ts';
import { parseReference, type Reference, referenceKey, withDefaultTag } from './reference.ts';
import { addImage, addLayer, addReference, chainIdOf, chainIdsOf, digestOf } from './store.ts';

/** An image as a test describes it. */
export interface ScriptedImage {
  /** The image it stands on. Default: the catalogue's of the same name, where there is one, else `busybox`. */
  readonly from?: string;
  /**
   * What its containers run: a generator of system calls, or an async function. Its stop signals end it with 0 unless
   * it handles them itself. Without one, containers log, listen on their ports (and hang up on who connects) and live
   * until they are stopped.
   */
  readonly program?: ImageProgram;
  /** Lines on standard output at the start. */
  readonly logs?: readonly string[];
  /** `8080`, `'53/udp'`: exposed ports. */
  readonly ports?: ReadonlyArray<number | `${number}/${'tcp' | 'udp' | 'sctp'}`>;
  /** A shell's command line, or more about it. */
  readonly health?: string | ScriptedHealth;
  /** By path. Text that begins with `#!` is executable. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Commands to be run by `exec`, by name (in /usr/local/bin) or path: programs, or what they answer. */
  readonly commands?: Readonly<Record<string, ImageProgram | ScriptedCommand>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly user?: string;
  readonly workingDir?: string;
  readonly volumes?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** `SIGQUIT` */
  readonly stopSignal?: string;
}

/** A health check. What is left out is Docker's default. */
export interface ScriptedHealth {
  /** A shell's command line, or a command and its arguments. */
  readonly test: string | readonly string[];
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly startPeriodMs?: number;
  readonly retries?: number;
}

/** Longer names do not fit where an executable says which program it is. */
const LONGEST_KEY = 128;

export function makeScriptedImage(engine: Engine, name: string, script: ScriptedImage): string {
  const reference = withDefaultTag(parseReference(name));
  const base = baseOf(engine, reference, script.from);
  const nowNs = engine.clock.nowNs();
  const tree = (base.tree ?? FileTree.empty(nowNs)).newLayer();
  const command = addFiles(engine, tree, referenceKey(reference), script, nowNs);
  const diffId = digestOf(concatBytes([...packLayer(tree)]));
  addLayer(engine, base.chainIds.at(-1) ?? '', { diffId, treeOver: () => tree });
  const created = formatRfc3339Nano(nowNs);
  const imageId = addImage(
    engine,
    JSON.stringify({
      architecture: HOST_PLATFORM.architecture,
      config: configOf(script, base.config, command),
      created,
      history: [...base.history, { created, created_by: `dockless: engine.image(${JSON.stringify(name)})` }],
      os: HOST_PLATFORM.os,
      rootfs: { type: 'layers', diff_ids: [...base.diffIds, diffId] },
    }),
  );
  addReference(engine, reference, imageId);
  return imageId;
}

/** Puts programs and files into the layer. Returns the command that runs the image's program, if it has one. */
function addFiles(
  engine: Engine,
  tree: FileTree,
  key: string,
  script: ScriptedImage,
  nowNs: bigint,
): string | undefined {
  const add = (path: string, program: Program) => {
    const programKey = `${key} ${path}`;
    if (programKey.length > LONGEST_KEY)
      throw new Error(`the name ${programKey} is too long for a program's`);
    engine.programs.addCommand(programKey, program);
    putOwnProgram(tree, path, programKey, nowNs);
  };
  for (const [path, data] of Object.entries(script.files ?? {})) {
    const isScript = typeof data === 'string' && data.startsWith('#!');
    putFile(tree, path, data, nowNs, { mode: isScript ? 0o755 : 0o644 });
  }
  for (const [name, command] of Object.entries(script.commands ?? {})) {
    const program = typeof command === 'function' ? programOf(command) : scriptedCommand(command);
    add(name.startsWith('/') ? name : `/usr/local/bin/${name}`, program);
  }
  if (script.program === undefined && script.logs === undefined && script.ports === undefined)
    return undefined;
  const prologue = untilStopped(script.logs ?? [], script.stopSignal);
  const path = `/usr/local/bin/${key.slice(key.lastIndexOf('/') + 1).split(':', 1)[0]}`;
  add(path, programOf(script.program ?? standIn(tcpPorts(script)), prologue));
  return path;
}

const portsOf = ({ ports = [] }: ScriptedImage) =>
  ports.map(port => (typeof port === 'number' ? `${port}/tcp` : port));

const tcpPorts = (script: ScriptedImage) =>
  portsOf(script)
    .filter(port => port.endsWith('/tcp'))
    .map(port => Number.parseInt(port, 10));

/** The configuration as an image's JSON has it, over that of the image below. */
function configOf(script: ScriptedImage, below: ImageConfig, command: string | undefined): ImageConfig {
  const { env = {}, entrypoint, cmd, user, workingDir, volumes = [], labels, stopSignal, health } = script;
  const names = Object.keys(env);
  const inherited = ((below.Env ?? []) as string[]).filter(
    entry => !names.includes(entry.split('=', 1)[0] ?? ''),
  );
  const { Entrypoint, Cmd, ...rest } = below;
  const run =
    command === undefined
      ? { ...(Entrypoint && { Entrypoint }), ...(Cmd && { Cmd }) }
      : { Cmd: [baseName(command)] };
  const config = {
    ...rest,
    Env: [...inherited, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
    ...run,
    ...(entrypoint && { Entrypoint: entrypoint }),
    ...(cmd && { Cmd: cmd }),
    ExposedPorts: { ...below.ExposedPorts, ...emptyObjects(portsOf(script)) },
    Volumes: { ...below.Volumes, ...emptyObjects(volumes) },
    ...(user !== undefined && { User: user }),
    ...(workingDir !== undefined && { WorkingDir: workingDir }),
    ...(labels && { Labels: { ...below.Labels, ...labels } }),
    ...(stopSignal !== undefined && { StopSignal: stopSignal }),
    ...(health && { Healthcheck: healthcheck(typeof health === 'string' ? { test: health } : health) }),
  };
  const isEmpty = (value: unknown) => typeof value === 'object' && Object.keys(value as object).length === 0;
  return Object.fromEntries(Object.entries(config).filter(([, value]) => !isEmpty(value)));
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const emptyObjects = (keys: readonly string[]) => Object.fromEntries(keys.map(key => [key, {}]));

function healthcheck({ test, intervalMs, timeoutMs, startPeriodMs, retries }: ScriptedHealth) {
  const ns = (name: string, ms: number | undefined) =>
    ms === undefined ? {} : { [name]: Math.round(ms * 1e6) };
  return {
    Test: typeof test === 'string' ? ['CMD-SHELL', test] : ['CMD', ...test],
    ...ns('Interval', intervalMs),
    ...ns('Timeout', timeoutMs),
    ...ns('StartPeriod', startPeriodMs),
    ...(retries !== undefined && { Retries: retries }),
  };
}

interface Base {
  readonly tree: FileTree | undefined;
  readonly chainIds: readonly string[];
  readonly diffIds: readonly string[];
  readonly config: ImageConfig;
  readonly history: readonly object[];
}

/** A local image, or one of the catalogue, of which only the layers come into the store. */
function baseOf(engine: Engine, own: Reference, from: string | undefined): Base {
  const inCatalogue = own.domain === 'docker.io' && findRepository(own.path)?.image(own.tag ?? 'latest');
  const reference =
    from === undefined && inCatalogue ? own : withDefaultTag(parseReference(from ?? 'busybox'));
  const { images, references, layers } = engine.state.images;
  // Its own name may stand for a scripted image of before: that is not what it stands on.
  const known =
    from === undefined ? undefined : images.get(references.get(referenceKey(reference))?.imageId ?? '');
  if (known !== undefined) {
    const tree = layers.get(known.chainIds.at(-1) ?? '')?.tree;
    return { tree, chainIds: known.chainIds, ...partsOf(known.config) };
  }
  const repository = reference.domain === 'docker.io' ? findRepository(reference.path) : undefined;
  const image = repository && findCatalogueImage(repository, reference.tag ?? 'latest', HOST_PLATFORM);
  if (image === undefined) {
    throw new Error(
      `there is no image ${from} to stand on: pull or make it first, or name one of the catalogue`,
    );
  }
  let parent = '';
  for (const { diffId, tree } of image.layers) {
    addLayer(engine, parent, { diffId, treeOver: () => tree });
    parent = chainIdOf(parent, diffId);
  }
  const chainIds = chainIdsOf(image.layers.map(({ diffId }) => diffId));
  return { tree: image.layers.at(-1)?.tree, chainIds, ...partsOf(JSON.parse(image.configJson)) };
}

function partsOf(document: ImageConfig): Pick<Base, 'diffIds' | 'config' | 'history'> {
  const { config = {}, history = [], rootfs } = document;
  return { config, history, diffIds: rootfs?.diff_ids ?? [] };
}
