import type { Table } from '../../../../support/table.ts';
import type { Engine } from '../../../engine.ts';
import { FileTree } from '../../../world/files/file-tree.ts';

/** What builds left for later ones (buildkit cache, as `docker system df` and `docker builder prune` have it). */
export interface BuildCache {
  /** By id, oldest first. */
  readonly records: Table<BuildCacheRecord>;
  /** By what a step was made of: the record that it made. */
  readonly keys: Table<{ readonly recordId: string }>;
}

export interface BuildCacheRecord {
  /** 25 letters and digits. */
  readonly id: string;
  /** What it was made of; the newest record of a key counts. */
  readonly key: string;
  readonly kind: 'regular' | 'source.local' | 'exec.cachemount' | 'internal';
  readonly description: string;
  /** What it is a layer over; empty for nothing. */
  readonly parentId: string;
  readonly createdNs: bigint;
  lastUsedNs: bigint;
  usageCount: number;
  /** Its layer among the images' ones; empty until it was exported. */
  chainId: string;
  /** Its files were an image's before: they are counted there. */
  readonly isImported?: true;
  /** All files up to here. Only those of a cache mount change. */
  tree: FileTree;
}

/** What keys of images begin with. */
export const IMAGE_KEY = 'image:';

export type NewRecord = Pick<BuildCacheRecord, 'kind' | 'description' | 'parentId' | 'tree'> &
  Partial<Pick<BuildCacheRecord, 'chainId' | 'createdNs' | 'isImported'>>;

const ID_LETTERS = 25;

/** Keeps what a step made, under its key; the newest counts. */
export function keep(engine: Engine, key: string, made: NewRecord): Readonly<BuildCacheRecord> {
  const { records, keys } = engine.state.buildCache;
  const nowNs = engine.clock.nowNs();
  const times = { createdNs: nowNs, lastUsedNs: nowNs, usageCount: 1 };
  const record = { chainId: '', ...times, ...made, id: newId(engine), key };
  keys.set(key, { recordId: record.id });
  return records.set(record.id, record);
}

/** What a key led to before, used once more. */
export function lookUp(engine: Engine, key: string): Readonly<BuildCacheRecord> | undefined {
  const { records, keys } = engine.state.buildCache;
  const recordId = keys.get(key)?.recordId;
  if (recordId === undefined || !records.has(recordId)) return undefined;
  const record = records.edit(recordId);
  record.lastUsedNs = engine.clock.nowNs();
  record.usageCount += 1;
  return record;
}

export function treeOf(engine: Engine, record: Readonly<BuildCacheRecord> | undefined): FileTree {
  return record?.tree ?? FileTree.empty(engine.clock.lastNs());
}

/** BuildKit's ids: 25 letters and digits. */
function newId(engine: Engine): string {
  const hex = engine.random.hex('build cache', 34);
  return BigInt(`0x${hex}`).toString(36).padStart(ID_LETTERS, '0').slice(-ID_LETTERS);
}
