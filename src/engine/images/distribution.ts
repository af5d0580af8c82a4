import type { Engine } from '../engine.ts';
import { DockerError, forbidden, invalidParameter, notFound, systemError } from '../errors.ts';
import type { CatalogueImage } from '../world/catalogue/catalogue.ts';
import { decodeImage } from './archive-documents.ts';
import { HOST_PLATFORM, type Platform } from './platform.ts';
import { findImageOnHub } from './pull.ts';
import { isDigest, isHexId, parseReference, type Reference, withDefaultTag } from './reference.ts';
import { entriesOf, isIndex, readDocument } from './registry/pull.ts';
import { type Descriptor, RegistryClient, type RemoteManifest } from './registry/registry-client.ts';
import { RegistryError } from './registry/registry-error.ts';
import { digestOf } from './store.ts';

interface DistributionView {
  readonly Descriptor: Descriptor;
  readonly Platforms: readonly object[];
}

/** GET /distribution/{name}/json: what a registry has under a name (moby api/server/router/distribution). */
export async function inspectDistribution(
  engine: Engine,
  name: string,
  signal?: AbortSignal,
): Promise<DistributionView> {
  if (isHexId(name) || isDigest(name)) throw systemError('no manifest found for full image ID');
  const reference = withDefaultTag(parseReference(name));
  if (reference.domain === 'docker.io') return inspectOnHub(reference);
  const client = await RegistryClient.at(engine, reference.domain, signal);
  try {
    return await inspectIn(client, reference);
  } catch (error) {
    if (error instanceof RegistryError) throw ofStatus(error);
    throw error;
  } finally {
    client.close();
  }
}

async function inspectIn(client: RegistryClient, reference: Reference): Promise<DistributionView> {
  const { path, tag = 'latest' } = reference;
  const digest = reference.digest ?? (await client.describe(path, tag))?.digest ?? tag;
  const found = await client.manifest(path, digest);
  const { mediaType, size } = found;
  const Descriptor = { mediaType, digest: found.digest, size };
  const document = readDocument(found);
  if (isIndex(found)) return { Descriptor, Platforms: platformsOf(found) };
  const config = document.config === undefined ? '' : document.config.digest;
  const { os, architecture, variant } = decodeImage(await client.wholeBlob(path, config));
  return { Descriptor, Platforms: [platformView({ os, architecture, variant })] };
}

const platformsOf = (index: Pick<RemoteManifest, 'body'>) =>
  entriesOf(readDocument(index as RemoteManifest)).map(({ platform }) => platformView(platform));

const platformView = ({ os, architecture, variant }: Platform) => ({
  architecture,
  os,
  ...(variant !== '' && { variant }),
});

function inspectOnHub(reference: Reference): DistributionView {
  const image = onHub(reference);
  const body = new TextEncoder().encode(image.indexJson);
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  return {
    Descriptor: { mediaType, digest: digestOf(body), size: body.length },
    Platforms: platformsOf({ body }),
  };
}

/** As its registry refuses, without the words that a pull puts around it. */
function onHub(reference: Reference): CatalogueImage {
  try {
    return findImageOnHub(reference, HOST_PLATFORM);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    if (error.message.startsWith('manifest for')) throw notFound('manifest unknown: manifest unknown');
    const denied = 'denied: requested access to the resource is denied';
    throw forbidden(`errors:\n${denied}\nunauthorized: authentication required\n`);
  }
}

/** A registry's answer keeps its status (moby api/server/httpstatus). */
function ofStatus({ status, message }: RegistryError): DockerError {
  if (status === 404) return notFound(message);
  if (status === 403) return forbidden(message);
  return status === 400 ? invalidParameter(message) : systemError(message);
}
