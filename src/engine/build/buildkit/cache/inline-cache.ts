import { fromBase64, toBase64 } from '../../../../support/base64.ts';
import { encodeGoJson } from '../../../../support/go-json/encode.ts';
import type { Engine } from '../../../engine.ts';
import type { Layer } from '../../../images/image.ts';
import { parseTime } from '../../../images/store.ts';
import type { BaseImage } from '../frontend/base-images.ts';
import type { HistoryEntry } from '../frontend/stage-state.ts';
import type { BuiltImage } from '../solve-request.ts';
import { imageRecord } from '../solver/image-record.ts';
import { keep } from './build-cache.ts';

/** Where an image's JSON keeps it (buildkit exporter/containerimage/exptypes). */
const FIELD = 'moby.buildkit.cache.v0';

/** One step that made a layer (buildkit cache/remotecache/v1, CacheRecord); the digest is our cache's key. */
interface InlineRecord {
  readonly layers?: ReadonlyArray<{ readonly layer: number; readonly createdAt?: string }>;
  readonly digest: string;
}

/** `--cache-to type=inline`: the image says which steps made its layers. */
export function withInlineCache(image: BuiltImage): BuiltImage {
  const records = image.cached.map(({ layer, key, createdAt }): InlineRecord => {
    return { layers: [{ layer, createdAt }], digest: key };
  });
  const text = new TextEncoder().encode(JSON.stringify(records));
  const fields = { ...JSON.parse(image.configJson), [FIELD]: toBase64(text) };
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...image, configJson: encodeGoJson(Object.fromEntries(sorted)) };
}

/** `--cache-from`: what an image says of its layers, so that the cache has them. An image that says nothing gives nothing. */
export function importInlineCache(engine: Engine, { config, chainIds, shown }: BaseImage): void {
  const { records: known, keys } = engine.state.buildCache;
  const ids = new Map<number, string>();
  const commands = commandsOf(config.history ?? []);
  const layerAt = (index: number) => {
    return engine.state.images.layers.get(chainIds[index] ?? '') as Readonly<Layer> | undefined;
  };
  for (const { layers: [made] = [], digest } of recordsOf(config[FIELD])) {
    const layer = made === undefined ? undefined : layerAt(made.layer);
    if (made === undefined || layer === undefined) continue;
    const before = keys.get(digest);
    if (before !== undefined && known.has(before.recordId)) {
      ids.set(made.layer, before.recordId);
      continue;
    }
    const below = { reference: shown, chainIds: chainIds.slice(0, made.layer) };
    const base = () => imageRecord(engine, below, undefined, `imported ${layerAt(made.layer - 1)?.diffId}`);
    const parentId = ids.get(made.layer - 1) ?? base().record?.id ?? '';
    const { tree, chainId } = layer;
    const record = keep(engine, digest, {
      ...{ kind: 'regular', description: commands[made.layer] ?? '', parentId, tree, chainId },
      ...{ isImported: true, createdNs: parseTime(made.createdAt) ?? engine.clock.nowNs() },
    });
    ids.set(made.layer, record.id);
  }
}

/** What made each layer. */
const commandsOf = (history: readonly HistoryEntry[]): string[] =>
  history.filter(({ empty_layer }) => empty_layer !== true).map(({ created_by = '' }) => created_by);

/** By layer, lowest first. */
function recordsOf(text: unknown): InlineRecord[] {
  if (typeof text !== 'string') return [];
  const records: InlineRecord[] = JSON.parse(new TextDecoder().decode(fromBase64(text)));
  const layerOf = ({ layers }: InlineRecord) => layers?.[0]?.layer ?? 0;
  return records.sort((left, right) => layerOf(left) - layerOf(right));
}
