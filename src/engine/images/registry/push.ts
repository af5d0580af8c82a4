import { MessageQueue } from '../../../support/message-queue.ts';
import type { Engine } from '../../engine.ts';
import { systemError } from '../../errors.ts';
import type { Image, Layer } from '../image.ts';
import { type Progress, progressOf } from '../progress.ts';
import { familiarName, familiarString, type Reference, referenceKey, withDigest } from '../reference.ts';
import { addReference, emitImageEvent } from '../store.ts';
import { CompressedLayer } from './compressed-layer.ts';
import { type KnownBlob, knownBlobs, rememberBlob } from './known-blobs.ts';
import { type Descriptor, RegistryClient } from './registry-client.ts';

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const CONFIG = 'application/vnd.docker.container.image.v1+json';
const LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

/** So many layers are sent at a time (moby config, max-concurrent-uploads); the others wait. */
const AT_A_TIME = 5;

/** dockerd tells how far it is every 512 KiB. */
const STEP_BYTES = 512 * 1024;

/**
 * Pushes images to a registry in a container: those that `tagged` names, in that order (moby distribution/push_v2.go).
 * Layers are sent one after the other, so that the same push always tells the same.
 */
export async function* pushTo(
  engine: Engine,
  repository: Reference,
  tagged: readonly Reference[],
  signal?: AbortSignal,
): AsyncGenerator<Progress, void> {
  const client = await RegistryClient.at(engine, repository.domain, signal);
  try {
    if (tagged.length === 0) throw systemError(`no tags to push for ${familiarName(repository)}`);
    for (const reference of tagged) yield* pushTag(engine, client, reference);
  } finally {
    client.close();
  }
}

async function* pushTag(
  engine: Engine,
  client: RegistryClient,
  reference: Reference,
): AsyncGenerator<Progress, void> {
  const { references, images } = engine.state.images;
  const image = images.get(references.get(referenceKey(reference))?.imageId ?? '');
  if (image === undefined) throw systemError(`tag does not exist: ${familiarString(reference)}`);
  const layers = layersOf(engine, image);
  const topDown = [...layers].reverse();
  for (const { diffId } of topDown) yield message('Preparing', diffId);
  for (const { diffId } of topDown.slice(AT_A_TIME)) yield message('Waiting', diffId);
  for (const layer of topDown) yield* pushLayer(engine, client, reference, layer);
  const config = new TextEncoder().encode(image.configJson);
  if ((await client.blobSize(reference.path, image.id)) === undefined)
    await client.putBlob(reference.path, once(config), () => image.id);
  const body = manifestOf(engine, image, layers, config.length, repositoryOf(reference));
  const tag = reference.tag ?? 'latest';
  const digest = await client.putManifest(reference.path, tag, { mediaType: MANIFEST, body });
  const digestReference = withDigest(reference, digest);
  if (references.get(referenceKey(digestReference)) === undefined)
    addReference(engine, digestReference, image.id);
  yield { status: `${tag}: digest: ${digest} size: ${body.length}` };
  yield { progressDetail: {}, aux: { Tag: tag, Digest: digest, Size: body.length } };
  const labels = image.config.config?.Labels;
  emitImageEvent(engine, familiarString(reference), 'push', { name: familiarName(reference), labels });
}

function layersOf(engine: Engine, image: Readonly<Image>): Readonly<Layer>[] {
  return image.chainIds.map(chainId => {
    const layer = engine.state.images.layers.get(chainId);
    if (layer === undefined) throw systemError('layer does not exist');
    return layer;
  });
}

const message = (status: string, diffId: string): Progress => ({
  status,
  progressDetail: {},
  id: diffId.slice(7, 19),
});

const repositoryOf = ({ domain, path }: Reference) => `${domain}/${path}`;

/** Finds the layer in the registry, or takes it over from another of its repositories, or sends it. */
async function* pushLayer(
  engine: Engine,
  client: RegistryClient,
  reference: Reference,
  layer: Readonly<Layer>,
): AsyncGenerator<Progress, void> {
  const { diffId } = layer;
  const repository = repositoryOf(reference);
  const known = knownBlobs(engine, diffId);
  const remember = (blob: Omit<KnownBlob, 'repository'>) =>
    rememberBlob(engine, diffId, { digest: blob.digest, size: blob.size, repository });
  // Those of the repository itself, and one of another.
  const own = known.filter(blob => blob.repository === repository);
  const others = known.filter(blob => blob.repository !== repository);
  for (const blob of [...own, ...others.slice(0, 1)]) {
    if ((await client.blobSize(reference.path, blob.digest)) === undefined) continue;
    remember(blob);
    yield message('Layer already exists', diffId);
    return;
  }
  const inRegistry = others.find(blob => blob.repository.startsWith(`${reference.domain}/`));
  if (inRegistry !== undefined) {
    const from = inRegistry.repository.slice(reference.domain.length + 1);
    if (await client.mountBlob(reference.path, inRegistry.digest, from)) {
      remember(inRegistry);
      yield message(`Mounted from ${from}`, diffId);
      return;
    }
  }
  yield* sendLayer(client, reference.path, layer, remember);
  yield message('Pushed', diffId);
}

async function* sendLayer(
  client: RegistryClient,
  path: string,
  layer: Readonly<Layer>,
  remember: (blob: Omit<KnownBlob, 'repository'>) => void,
): AsyncGenerator<Progress, void> {
  const told = new MessageQueue<Progress>();
  const tell = (bytes: number) =>
    told.push(progressOf('Pushing', layer.diffId.slice(7, 19), bytes, layer.size));
  let next = 0;
  let last = 0;
  const compressed = new CompressedLayer(layer, bytes => {
    last = bytes;
    if (bytes < next) return;
    next = bytes + STEP_BYTES;
    tell(bytes);
  });
  const sending = client
    .putBlob(path, compressed, () => compressed.digest)
    .finally(() => {
      tell(last);
      told.end();
    });
  // Whoever goes away in the middle never comes to the `await` below.
  sending.catch(() => {});
  yield* told;
  await sending;
  remember({ digest: compressed.digest, size: compressed.size });
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield data;
}

/** As Go's MarshalIndent writes it (distribution manifest/schema2/manifest.go). */
function manifestOf(
  engine: Engine,
  image: Readonly<Image>,
  layers: readonly Readonly<Layer>[],
  configSize: number,
  repository: string,
): Uint8Array {
  const config: Descriptor = { mediaType: CONFIG, size: configSize, digest: image.id } as Descriptor;
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config,
    layers: layers.map(({ diffId }) => {
      const blob = knownBlobs(engine, diffId).find(each => each.repository === repository);
      return { mediaType: LAYER, size: blob?.size ?? 0, digest: blob?.digest ?? '' };
    }),
  };
  return new TextEncoder().encode(JSON.stringify(manifest, null, 3));
}
