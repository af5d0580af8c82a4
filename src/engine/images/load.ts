import { compressionOf, decompress, decompressed } from '../../support/decompress.ts';
import { cleanPath } from '../../support/posix-path.ts';
import { readTarFrom } from '../../support/tar/tar-reader.ts';
import type { Engine } from '../engine.ts';
import { ROOT } from '../world/files/file-system.ts';
import { FileSystemView } from '../world/files/file-system-view.ts';
import { FileTree } from '../world/files/file-tree.ts';
import { FileType } from '../world/files/inode.ts';
import { holderOf, treeFileSystem } from '../world/files/tree-file-system.ts';
import { unpackFrom } from '../world/files/unpack.ts';
import { decodeImage, decodeManifest, type ManifestItem } from './archive-documents.ts';
import { layerTarOver } from './layer-tar.ts';
import { type Platform, platformMatches } from './platform.ts';
import { type Progress, progressOf } from './progress.ts';
import { familiarString, parseReference, referenceKey } from './reference.ts';
import { addImage, addLayer, addReference, chainIdOf, digestOf, emitImageEvent, setParent } from './store.ts';

export interface LoadRequest {
  /** No progress messages, only the names of what was loaded. */
  readonly quiet: boolean;
  readonly platform?: Platform;
}

/** An error that stands in the stream of a load, in dockerd's words. */
class LoadError extends Error {
  override readonly name = 'LoadError';
}

/**
 * Loads what `docker save` wrote, or an OCI layout with its manifest.json (moby image/tarexport/load.go). Every
 * failure is thrown; what was loaded before stays.
 */
export async function* loadImages(
  engine: Engine,
  archive: ImageArchive | Promise<ImageArchive>,
  { quiet, platform }: LoadRequest,
): AsyncGenerator<Progress, void> {
  const files = await archive;
  const manifest = readManifest(files);
  let loadedIds = '';
  let names = 0;
  for (const item of manifest) {
    const json = files.read(item.Config);
    const { os, architecture, variant, diffIds, config } = readImage(json);
    const has = { os: os || 'linux', architecture, variant };
    if (has.os !== 'linux') throw new LoadError(`cannot load ${has.os} image on linux`);
    if (platform !== undefined && !platformMatches(has, platform)) continue;
    yield* loadLayers(engine, files, item, { diffIds, quiet });
    const imageId = addImage(engine, new TextDecoder().decode(json));
    loadedIds += `Loaded image ID: ${imageId}\n`;
    names = 0;
    for (const name of item.RepoTags ?? []) {
      yield* nameLoaded(engine, name, imageId);
      names += 1;
    }
    if (engine.state.images.images.has(item.Parent)) setParent(engine, imageId, item.Parent);
    emitImageEvent(engine, imageId, 'load', { name: imageId, labels: config?.Labels });
  }
  if (names === 0) yield loadedIds === '' ? {} : { stream: loadedIds };
}

async function* loadLayers(
  engine: Engine,
  files: ImageArchive,
  { Layers }: ManifestItem,
  { diffIds, quiet }: { readonly diffIds: readonly string[]; readonly quiet: boolean },
): AsyncGenerator<Progress, void> {
  const paths = Layers ?? [];
  if (paths.length !== diffIds.length) {
    throw new LoadError(
      `invalid manifest, layers length mismatch: expected ${paths.length}, got ${diffIds.length}`,
    );
  }
  let chainId = '';
  for (const [index, diffId] of diffIds.entries()) {
    const next = chainIdOf(chainId, diffId);
    if (!engine.state.images.layers.has(next)) {
      const packed = files.read(paths[index] as string);
      if (!quiet) {
        yield* layerProgress(diffId.replace(/^sha256:/, '').slice(0, 12), packed.length);
      }
      const tar = compressionOf(packed) === undefined ? packed : await decompress(packed);
      const found = digestOf(tar);
      // dockerd unpacks before it compares; a broken layer is reported as such.
      const treeOver = layerTarOver(engine, tar);
      if (found !== diffId) {
        throw new LoadError(`invalid diffID for layer ${index}: expected "${diffId}", got "${found}"`);
      }
      addLayer(engine, chainId, { diffId, tar, treeOver });
    }
    chainId = next;
  }
}

function* layerProgress(id: string, total: number): Generator<Progress, void> {
  const step = Math.max(524_288, Math.ceil(total / 20));
  for (let current = step; current < total; current += step) {
    yield progressOf('Loading layer', id, current, total);
  }
  yield progressOf('Loading layer', id, total, total);
}

function* nameLoaded(engine: Engine, name: string, imageId: string): Generator<Progress, void> {
  const reference = parseReference(name);
  if (reference.tag === undefined) throw new LoadError(`invalid tag ${JSON.stringify(name)}`);
  const shown = familiarString(reference);
  const old = engine.state.images.references.get(referenceKey(reference))?.imageId;
  if (old !== undefined && old !== imageId) {
    yield {
      stream: `The image ${shown} already exists, renaming the old one with ID ${old} to empty string\n`,
    };
  }
  addReference(engine, reference, imageId);
  yield { stream: `Loaded image: ${shown}\n` };
}

function readManifest(files: ImageArchive): readonly ManifestItem[] {
  if (!files.has('manifest.json')) {
    // dockerd takes it for an archive of Docker before 1.10, and each directory for an image: an OCI layout alone fails here.
    const [directory] = files.directories();
    files.read(directory === undefined ? 'repositories' : `${directory}/json`);
    throw new LoadError(
      'dockless does not simulate archives of Docker before 1.10: they have no manifest.json',
    );
  }
  const manifest = decodeManifest(files.read('manifest.json'));
  if (manifest === null) throw new LoadError('invalid manifest, manifest cannot be null (but can be [])');
  return manifest;
}

function readImage(json: Uint8Array) {
  const image = decodeImage(json);
  if (image.rootfs === null) throw new LoadError('invalid image JSON, no RootFS key');
  return { ...image, diffIds: image.rootfs.diff_ids ?? [] };
}

/** An archive unpacked into a tree of its own, so that links in it are followed and nothing else is reached. */
export class ImageArchive {
  readonly #view = new FileSystemView(treeFileSystem('tmpfs', holderOf(FileTree.empty(0n)), () => 0n));

  private constructor() {}

  /** Takes all of the stream, also what stands behind the archive or what is wrong with it. @throws Error */
  static async read(pieces: AsyncIterable<Uint8Array>): Promise<ImageArchive> {
    const archive = new ImageArchive();
    const source = pieces[Symbol.asyncIterator]();
    try {
      const kept = { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) };
      await unpackFrom(archive.#view, '/', readTarFrom(decompressed(kept)));
    } finally {
      while ((await source.next()).done !== true);
    }
    return archive;
  }

  static async of(bytes: Uint8Array): Promise<ImageArchive> {
    return await ImageArchive.read(
      (async function* () {
        yield bytes;
      })(),
    );
  }

  has(path: string): boolean {
    try {
      this.#view.resolve(`/${path}`, '/', true, ROOT);
      return true;
    } catch {
      return false;
    }
  }

  /** Those at the top, in the order of their names. */
  directories(): string[] {
    const entries = this.#view.readdir('/', '/', ROOT);
    return entries
      .filter(({ type }) => type === FileType.directory)
      .map(({ name }) => name)
      .sort();
  }

  read(path: string): Uint8Array {
    const shown = cleanPath(path);
    if (shown.startsWith('..')) {
      const outside = cleanPath(`${TEMPORARY}/${path}`);
      throw new LoadError(`evalSymlinksInScope: ${outside} is not in ${TEMPORARY}`);
    }
    if (shown === '' || shown === '.') throw new LoadError(`read ${TEMPORARY}: is a directory`);
    try {
      const file = this.#view.open(`/${path}`, '/', { read: true }, 0, ROOT);
      return this.#view.read(file, 0, Number.MAX_SAFE_INTEGER, ROOT);
    } catch {
      throw new LoadError(`open ${TEMPORARY}/${shown}: no such file or directory`);
    }
  }
}

/** Where dockerd would have unpacked it. */
const TEMPORARY = '/var/lib/docker/tmp/docker-import-1';
