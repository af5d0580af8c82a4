import { concatBytes } from '../../../support/concat-bytes.ts';
import { encodeGoJson } from '../../../support/go-json/encode.ts';
import { formatRfc3339Nano } from '../../../support/go-time.ts';
import type { ContainerConfig } from '../../containers/config.ts';
import type { Engine } from '../../engine.ts';
import type { ImageConfig, Layer } from '../../images/image.ts';
import { archiveSize, packLayer } from '../../images/layer-tar.ts';
import { addLayer, digestOf } from '../../images/store.ts';
import { type BuildCacheRecord, IMAGE_KEY } from './cache/build-cache.ts';
import type { HistoryEntry, StageState } from './frontend/stage-state.ts';
import type { BuiltImage, BuiltLayer, CachedLayer } from './solve-request.ts';

/** A stage's image: its layers are made here, and kept with the records of the cache. */
export function builtImage(
  engine: Engine,
  state: StageState,
  record: Readonly<BuildCacheRecord> | undefined,
): BuiltImage {
  const chain = chainOf(engine, record);
  const layers: BuiltLayer[] = [];
  const dates: string[] = [];
  const cached: CachedLayer[] = [];
  for (const each of chain) {
    const own = layersOf(engine, each);
    const createdAt = formatRfc3339Nano(each.createdNs);
    layers.push(...own);
    dates.push(...own.map(() => createdAt));
    if (!each.key.startsWith(IMAGE_KEY)) cached.push({ layer: layers.length - 1, key: each.key, createdAt });
  }
  const history = withTimes(state.history, dates);
  return { configJson: configJson(state, layers, history), layers, cached };
}

/** A record and those it stands on, lowest first. */
function chainOf(
  engine: Engine,
  record: Readonly<BuildCacheRecord> | undefined,
): Array<Readonly<BuildCacheRecord>> {
  const chain: Array<Readonly<BuildCacheRecord>> = [];
  for (let at = record; at !== undefined; at = engine.state.buildCache.records.get(at.parentId)) {
    chain.unshift(ensureLayer(engine, at));
  }
  return chain;
}

/** An image's record has all its layers, every other one its own. */
function layersOf(engine: Engine, { chainId, key }: Readonly<BuildCacheRecord>): BuiltLayer[] {
  const { layers } = engine.state.images;
  const found: BuiltLayer[] = [];
  for (let at = chainId; at !== ''; ) {
    const { diffId, tar, tree, parentChainId } = layers.get(at) as Readonly<Layer>;
    found.unshift({
      diffId,
      tree,
      // Few exporters want those of the base, which is packed only then.
      get tar() {
        return tar ?? concatBytes([...packLayer(tree)]);
      },
    });
    at = key.startsWith(IMAGE_KEY) ? parentChainId : '';
  }
  return found;
}

function ensureLayer(engine: Engine, record: Readonly<BuildCacheRecord>): Readonly<BuildCacheRecord> {
  const { records } = engine.state.buildCache;
  if (record.chainId !== '') return record;
  const { tree, parentId } = record;
  const below = parentId === '' ? undefined : ensureLayer(engine, records.get(parentId) as BuildCacheRecord);
  const tar = concatBytes([...packLayer(tree, { touched: true })]);
  const chainId = addLayer(engine, below?.chainId ?? '', {
    diffId: digestOf(tar),
    tar,
    size: archiveSize(tree),
    treeOver: () => tree,
  });
  const edited = records.edit(record.id);
  edited.chainId = chainId;
  return edited;
}

/**
 * What made a layer is dated as the layer; the rest as the first new layer, or as the last that is known (moby
 * builder-next/exporter/mobyexporter/writer.go, normalizeLayersAndHistory).
 */
function withTimes(history: readonly HistoryEntry[], dates: readonly string[]): HistoryEntry[] {
  let layer = 0;
  const dated = history.map(entry => {
    if (entry.empty_layer) return entry;
    const created = entry.created ?? dates[layer];
    layer += 1;
    return created === undefined ? entry : { ...entry, created };
  });
  let created: string | undefined;
  let isMissing = false;
  for (const entry of dated) {
    if (entry.created === undefined) isMissing = true;
    else {
      created = entry.created;
      if (isMissing) break;
    }
  }
  isMissing = false;
  return dated.map(entry => {
    if (entry.created !== undefined) {
      if (isMissing) created = entry.created;
      return entry;
    }
    isMissing = true;
    return created === undefined ? entry : { ...entry, created };
  });
}

function configJson(
  state: StageState,
  layers: readonly BuiltLayer[],
  history: readonly HistoryEntry[],
): string {
  const { author, architecture, os, variant } = state;
  const created = history.findLast(entry => entry.created !== undefined)?.created;
  const image: ImageConfig = {
    architecture,
    ...(author !== '' && { author }),
    config: ociConfig(state),
    created: created ?? null,
    history: history.map(inOrder),
    os,
    rootfs: { type: 'layers', ...(layers.length > 0 && { diff_ids: layers.map(({ diffId }) => diffId) }) },
    ...(variant !== '' && { variant }),
  };
  return encodeGoJson(image);
}

/** As the specification's struct is written. */
const inOrder = ({ created, created_by, author, comment, empty_layer }: HistoryEntry): HistoryEntry => ({
  ...(created !== undefined && { created }),
  ...(created_by !== undefined && { created_by }),
  ...(author !== undefined && { author }),
  ...(comment !== undefined && { comment }),
  ...(empty_layer !== undefined && { empty_layer }),
});

/** Fields in the order of Go's struct, empty ones left out (moby/docker-image-spec, DockerOCIImageConfig). */
function ociConfig({ config, argsEscaped }: StageState): object {
  const { Healthcheck: health } = config;
  const fields: Record<string, unknown> = {
    User: config.User,
    ExposedPorts: sorted(config.ExposedPorts),
    Env: config.Env,
    Entrypoint: config.Entrypoint,
    Cmd: config.Cmd,
    Volumes: sorted(config.Volumes),
    WorkingDir: config.WorkingDir,
    Labels: sorted(config.Labels),
    StopSignal: config.StopSignal,
    ArgsEscaped: argsEscaped,
    Healthcheck: health === null || health === undefined ? null : filled({ ...health }),
    OnBuild: config.OnBuild,
    Shell: config.Shell,
  };
  return filled(fields);
}

/** Without what Go's omitempty leaves out. */
function filled(fields: Record<string, unknown>): object {
  const isEmpty = (value: unknown) =>
    value === undefined ||
    value === null ||
    value === '' ||
    value === false ||
    value === 0 ||
    value === 0n ||
    (typeof value === 'object' && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

type Names = ContainerConfig['Labels'] | ContainerConfig['Volumes'] | ContainerConfig['ExposedPorts'];

const sorted = (names: Names): object =>
  Object.fromEntries(Object.entries(names ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
