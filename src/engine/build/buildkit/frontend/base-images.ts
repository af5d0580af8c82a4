import type { Engine } from '../../../engine.ts';
import { DockerError, invalidParameter } from '../../../errors.ts';
import type { Image, ImageConfig } from '../../../images/image.ts';
import { noMatchingManifest, type Platform, platformMatches, platformOf } from '../../../images/platform.ts';
import { findImageOnHub } from '../../../images/pull.ts';
import {
  isDigest,
  parseReference,
  type Reference,
  referenceKey,
  withDefaultTag,
} from '../../../images/reference.ts';
import { fetchManifest, pullManifest } from '../../../images/registry/pull.ts';
import { RegistryClient } from '../../../images/registry/registry-client.ts';
import { addLayer, chainIdsOf } from '../../../images/store.ts';

/** An image that a build begins with or copies from. */
export interface BaseImage {
  /** As its step shows it; with a digest where it was brought from a registry. */
  readonly shown: string;
  readonly config: ImageConfig;
  /** Its layers, which are there. */
  readonly chainIds: readonly string[];
}

export interface BaseImageRequest {
  readonly name: string;
  readonly platform: Platform;
  /** Look for a newer one though it is there. */
  readonly pull: boolean;
  readonly signal: AbortSignal;
}

/** The whole name that a build's steps show. */
export function fullName(name: string): string {
  try {
    return referenceKey(withDefaultTag(parseReference(name)));
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw invalidParameter(`failed to parse stage name ${JSON.stringify(name)}: ${error.message}`);
  }
}

/**
 * The daemon's own image, or one from a registry, of which only the layers stay: `docker images` does not show what a
 * build pulled (moby builder/builder-next/adapters/containerimage).
 */
export async function findBaseImage(engine: Engine, request: BaseImageRequest): Promise<BaseImage> {
  const { name, platform, pull } = request;
  const reference = withDefaultTag(parseReference(name));
  const local = pull ? undefined : localImage(engine, name, platform);
  if (local !== undefined) {
    return { shown: referenceKey(reference), config: local.config, chainIds: local.chainIds };
  }
  try {
    return reference.domain === 'docker.io'
      ? fromHub(engine, reference, platform)
      : await fromRegistry(engine, reference, request);
  } catch (error) {
    throw error instanceof DockerError ? resolverProblem(error, reference) : error;
  }
}

/** What containerd's resolver says, which BuildKit asks, where dockerd's own pull has other words. */
function resolverProblem({ kind, message }: DockerError, reference: Reference): DockerError {
  const shown = referenceKey(reference);
  if (/^manifest for .* not found: /.test(message)) return new DockerError(kind, `${shown}: not found`);
  if (message.startsWith('pull access denied')) {
    return new DockerError(
      kind,
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    );
  }
  const [, scheme = '', problem] = /^Get "(https?):\/\/[^"]*\/v2\/": (.*)$/s.exec(message) ?? [];
  if (problem === undefined) return new DockerError(kind, message);
  const { domain, path, tag, digest } = reference;
  const url = `${scheme}://${domain}/v2/${path}/manifests/${digest ?? tag}`;
  return new DockerError(kind, `failed to do request: Head "${url}": ${problem}`);
}

/** By its name, or by its id; of another platform it does not count. */
function localImage(engine: Engine, name: string, platform: Platform): Readonly<Image> | undefined {
  const { images, references } = engine.state.images;
  const reference = withDefaultTag(parseReference(name));
  const image =
    images.get(references.get(referenceKey(reference))?.imageId ?? '') ??
    (isDigest(name) ? images.get(name) : undefined);
  return image !== undefined && platformMatches(platformOf(image), platform) ? image : undefined;
}

function fromHub(engine: Engine, reference: Reference, platform: Platform): BaseImage {
  const found = findImageOnHub(reference, platform);
  if (found.missing) throw noMatchingManifest(platform);
  const chainIds = chainIdsOf(found.layers.map(({ diffId }) => diffId));
  for (const [index, { diffId, tree }] of found.layers.entries()) {
    addLayer(engine, chainIds[index - 1] ?? '', { diffId, treeOver: () => tree });
  }
  return { shown: shownWith(reference, found.digest), config: JSON.parse(found.configJson), chainIds };
}

async function fromRegistry(
  engine: Engine,
  reference: Reference,
  { platform, signal }: BaseImageRequest,
): Promise<BaseImage> {
  const { images, ids } = engine.state.images;
  const client = await RegistryClient.at(engine, reference.domain, signal);
  try {
    const known = new Set(images.keys());
    const manifest = await fetchManifest(client, reference);
    const pulled = pullManifest(engine, client, reference, manifest, platform);
    let next = await pulled.next();
    while (!next.done) next = await pulled.next();
    const { config, chainIds } = images.get(next.value) as Readonly<Image>;
    if (!known.has(next.value)) {
      images.delete(next.value);
      ids.delete(next.value);
    }
    return { shown: shownWith(reference, manifest.digest), config, chainIds };
  } finally {
    client.close();
  }
}

const shownWith = (reference: Reference, digest: string): string =>
  reference.digest === undefined ? `${referenceKey(reference)}@${digest}` : referenceKey(reference);
