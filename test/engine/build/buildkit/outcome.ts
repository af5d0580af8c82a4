import { createHash } from 'node:crypto';
import type { TarEntry } from '../../../../src/support/tar/tar-format.ts';
import { readTar } from '../../../../src/support/tar/tar-reader.ts';
import type { BuildStep } from './build-case.ts';

/** What was told of a step, however it came. */
export interface ToldStep {
  readonly name: string;
  cached: boolean;
  error: string;
  readonly output: { 1: string; 2: string };
  readonly parts: Set<string>;
}

export const newStep = (name: string): ToldStep => ({
  name,
  cached: false,
  error: '',
  output: { 1: '', 2: '' },
  parts: new Set(),
});

/** In an order of their own; what the machine has a say in is left out. */
export function stepsOf(told: Iterable<ToldStep>): BuildStep[] {
  return [...told]
    .map(({ name, cached, error, output, parts }): BuildStep => {
      const log = output[1] + output[2];
      // Whether a base image was unpacked before is the machine's, and so is where an inline document is kept.
      const isOwn = /(^|\] )FROM |^\[internal\]/.test(name);
      return {
        name,
        ...(cached && !isOwn && { cached }),
        ...(error !== '' && { error: plain(error) }),
        ...(log !== '' && { log: plain(log) }),
        ...(parts.size > 0 && !isOwn && { parts: [...parts].map(plain) }),
      };
    })
    .sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

const textOf = (step: BuildStep) => JSON.stringify(step);

/** Ids and digests that depend on times. */
export const plain = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{64}\b/g, '<digest>')
    .replace(/\bref [0-9a-f-]{36}::[0-9a-z]{25}/g, 'ref <ref>')
    .replace(/(lookup \S+) on .*?(?=$|\n)/g, '$1 <fails>')
    .replace(/[^\s"]*\/overlay2\/[^/]+\//g, '<layer>/');

// biome-ignore lint/suspicious/noExplicitAny: an open document
type Json = any;

/** An image's JSON without what its base gave and without times. */
export function imageOf(config: Json, base: Json): { image: unknown; baseLayers: number } {
  const diffIds: string[] = config.rootfs.diff_ids ?? [];
  const isOver = diffIds[0] === base.rootfs.diff_ids[0];
  const baseLayers = isOver ? base.rootfs.diff_ids.length : 0;
  const history: Json[] = (config.history ?? []).slice(isOver ? (base.history?.length ?? 0) : 0);
  const timeOf = (created: unknown) => {
    const text = String(created);
    if (text === GIVEN_TIME) return '<given>';
    return text.startsWith('20') ? '<time>' : created;
  };
  const image = {
    ...config,
    created: timeOf(config.created),
    history: history.map(entry => ({ ...entry, created: timeOf(entry.created) })),
    rootfs: { ...config.rootfs, diff_ids: diffIds.length - baseLayers },
    ...('moby.buildkit.cache.v0' in config && { 'moby.buildkit.cache.v0': '<cache>' }),
  };
  return { image, baseLayers };
}

/** GET /system/df's BuildCache, without ids, times and the order, which is chance. */
export function cacheOf(records: Json): string[] {
  return (records ?? [])
    .map(({ Type, Shared, Size, Description, ' Parents': parents }: Json) => {
      // dockerd counts a client's directory once, and not anew when it has changed.
      const size = Type === 'source.local' ? [] : [Size];
      const words = [
        Type,
        ...(Shared ? ['shared'] : []),
        ...size,
        ...(parents === undefined ? [] : ['over']),
      ];
      return `${words.join(' ')}: ${plain(Description)}`;
    })
    .sort();
}

/** What clients are shown of an image; ids, times and what the machine has are left out. */
export function inspectedOf(image: Json, history: Json[], baseHistory: Json[]): unknown {
  const { Comment, Author, DockerVersion, Architecture, Os, Parent, Config, RepoTags } = image;
  const isOver = history.at(-1)?.Comment === baseHistory.at(-1)?.Comment;
  const own = history.slice(0, history.length - (isOver ? baseHistory.length : 0));
  return {
    ...{ Comment, Author, DockerVersion, Architecture, Os, Parent, Config, RepoTags },
    history: own.map(({ CreatedBy, Comment: comment, Size, Tags }) => [Size, CreatedBy, comment, Tags]),
  };
}

/** What is set in an image's configuration. */
export const configOf = (config: Json): unknown =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== ''));

export function listLayer(tar: Uint8Array): string[] {
  return [...readTar(tar)].map(lineOf);
}

const LETTERS: Readonly<Record<string, string>> = { directory: 'd', symlink: 'l', file: '-', link: 'h' };

function lineOf({ name, type, mode, uid, gid, linkName, data, mtimeNs }: TarEntry): string {
  // The program itself is the machine's.
  const hasContent = data.length > 0 && name !== 'bin/busybox';
  const content = !hasContent ? '' : ` ${createHash('sha256').update(data).digest('hex').slice(0, 12)}`;
  const target = linkName === '' ? '' : ` -> ${linkName}`;
  // The context's own time, or none that is worth noting.
  const sinceContext = mtimeNs - CONTEXT_TIME_NS;
  const isContext = sinceContext >= 0n && sinceContext < 60_000_000_000n;
  const time = isContext ? ' @context' : mtimeNs === GIVEN_TIME_NS ? ' @given' : '';
  return `${LETTERS[type] ?? type}${mode.toString(8).padStart(4, '0')} ${uid}:${gid} ${name}${target}${content}${time}`;
}

/** When all files of a context were written. */
export const CONTEXT_TIME = new Date('2024-01-02T03:04:05Z');
/** SOURCE_DATE_EPOCH of the cases that have one. */
const GIVEN_TIME = '2023-11-14T22:13:20Z';
const GIVEN_TIME_NS = 1_700_000_000_000_000_000n;
const CONTEXT_TIME_NS = BigInt(CONTEXT_TIME.getTime()) * 1_000_000n;
