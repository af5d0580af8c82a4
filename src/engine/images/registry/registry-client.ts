import { concatBytes } from '../../../support/concat-bytes.ts';
import type { Engine } from '../../engine.ts';
import { systemError } from '../../errors.ts';
import type { HostConnection } from '../../world/process/host-connections.ts';
import { digestOf } from '../store.ts';
import { type Endpoint, findEndpoint } from './endpoint.ts';
import { exchange, type RegistryRequest, type RegistryResponse, TransportError } from './exchange.ts';
import { registryError } from './registry-error.ts';

/** What a manifest says of a blob or of another manifest. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface RemoteManifest extends Descriptor {
  readonly body: Uint8Array;
}

/** In the order in which dockerd asks for them (moby distribution/registry.go). */
const ACCEPTED = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
];

/** Manifests and small documents beyond this are refused, as distribution's client refuses them. */
const LARGEST_DOCUMENT = 4 << 20;

/** A registry in a container as dockerd talks to it (the OCI distribution API). Each request has its own connection. */
export class RegistryClient {
  readonly #endpoint: Endpoint;
  readonly #open = new Set<HostConnection>();

  readonly #release: () => void;

  private constructor(engine: Engine, endpoint: Endpoint, signal: AbortSignal | undefined) {
    this.#endpoint = endpoint;
    const abandon = () => this.#abandon();
    const forget = engine.live.onClose(abandon);
    signal?.addEventListener('abort', abandon);
    this.#release = () => {
      forget();
      signal?.removeEventListener('abort', abandon);
    };
  }

  /**
   * Finds the registry of a domain and asks whether it is one. What it does ends with `signal`, or with `close`.
   *
   * @throws DockerError where nobody is there, RegistryError where it refuses
   */
  static async at(engine: Engine, domain: string, signal?: AbortSignal): Promise<RegistryClient> {
    const client = new RegistryClient(engine, findEndpoint(engine, domain), signal);
    try {
      await client.#expect({ method: 'GET', target: '/v2/' }, 200);
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  /** Drops what is still open. */
  close(): void {
    this.#release();
    this.#abandon();
  }

  #abandon(): void {
    for (const connection of [...this.#open]) connection.destroy();
  }

  /** A manifest by tag or digest. @throws RegistryError */
  async manifest(repository: string, reference: string): Promise<RemoteManifest> {
    const target = `/v2/${repository}/manifests/${reference}`;
    const response = await this.#ask({ method: 'GET', target, headers: { Accept: ACCEPTED } });
    const body = await this.#document(response);
    if (response.status !== 200) throw await registryError(response, body);
    const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
    return { mediaType, digest: digestOf(body), size: body.length, body };
  }

  /** What a tag stands for, as HEAD tells it; undefined where only GET knows, and the reason. */
  async describe(repository: string, reference: string): Promise<Descriptor | undefined> {
    const target = `/v2/${repository}/manifests/${reference}`;
    const response = await this.#ask({ method: 'HEAD', target, headers: { Accept: ACCEPTED } });
    await this.#document(response);
    const digest = response.headers.get('docker-content-digest');
    if (response.status !== 200 || digest === undefined) return undefined;
    return {
      mediaType: response.headers.get('content-type') ?? '',
      digest,
      size: Number(response.headers.get('content-length') ?? 0),
    };
  }

  /** Returns the manifest's digest. @throws RegistryError */
  async putManifest(
    repository: string,
    reference: string,
    { mediaType, body }: Pick<RemoteManifest, 'mediaType' | 'body'>,
  ): Promise<string> {
    const target = `/v2/${repository}/manifests/${reference}`;
    await this.#expect({ method: 'PUT', target, headers: { 'Content-Type': mediaType }, body }, 201);
    return digestOf(body);
  }

  /** All tags of a repository, in the registry's order. @throws RegistryError */
  async tags(repository: string): Promise<string[]> {
    const found: string[] = [];
    for (let target: string | undefined = `/v2/${repository}/tags/list`; target !== undefined; ) {
      const { headers, body } = await this.#expect({ method: 'GET', target }, 200);
      const { tags } = JSON.parse(new TextDecoder().decode(body)) as { tags?: readonly string[] | null };
      found.push(...(tags ?? []));
      target = /^<([^>]*)>; *rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    return found;
  }

  /** A blob's size; undefined where the repository does not have it. */
  async blobSize(repository: string, digest: string): Promise<number | undefined> {
    const response = await this.#ask({ method: 'HEAD', target: `/v2/${repository}/blobs/${digest}` });
    await this.#document(response);
    return response.status === 200 ? Number(response.headers.get('content-length') ?? 0) : undefined;
  }

  /** A blob's bytes as they come, unchecked. @throws RegistryError */
  async blob(repository: string, digest: string): Promise<AsyncGenerator<Uint8Array, void>> {
    const response = await this.#ask({ method: 'GET', target: `/v2/${repository}/blobs/${digest}` });
    if (response.status === 200) return response.body;
    throw await registryError(response, await this.#document(response));
  }

  /** A blob as a whole, its digest checked. @throws RegistryError */
  async wholeBlob(repository: string, digest: string): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of await this.blob(repository, digest)) pieces.push(piece);
    const data = concatBytes(pieces);
    if (digestOf(data) !== digest)
      throw systemError(`filesystem layer verification failed for digest ${digest}`);
    return data;
  }

  /** Takes a blob over from another repository of the registry; false: it has to be sent. @throws RegistryError */
  async mountBlob(repository: string, digest: string, from: string): Promise<boolean> {
    const query = `from=${encodeURIComponent(from)}&mount=${encodeURIComponent(digest)}`;
    const target = `/v2/${repository}/blobs/uploads/?${query}`;
    const { status, headers } = await this.#expect({ method: 'POST', target }, 201, 202);
    if (status === 202) await this.#expect({ method: 'DELETE', target: locationOf(headers) }, 204);
    return status === 201;
  }

  /**
   * Uploads a blob as it comes: begun, sent in one piece, and completed with the digest that `digest` gives once all of
   * it has been taken. @throws RegistryError
   */
  async putBlob(repository: string, data: AsyncIterable<Uint8Array>, digest: () => string): Promise<void> {
    const begun = await this.#expect({ method: 'POST', target: `/v2/${repository}/blobs/uploads/` }, 202);
    const sent = await this.#expect(
      { method: 'PATCH', target: locationOf(begun.headers), body: data },
      202,
      204,
    );
    const location = locationOf(sent.headers);
    const target = `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest())}`;
    await this.#expect({ method: 'PUT', target }, 201);
  }

  async #expect(request: RegistryRequest, ...statuses: readonly number[]) {
    const response = await this.#ask(request);
    const body = await this.#document(response);
    if (!statuses.includes(response.status)) throw await registryError(response, body);
    return { status: response.status, headers: response.headers, body };
  }

  async #ask(request: RegistryRequest): Promise<RegistryResponse> {
    const connection = this.#endpoint.connect();
    const tracked: HostConnection = {
      ...connection,
      destroy: () => {
        this.#open.delete(tracked);
        connection.destroy();
      },
    };
    this.#open.add(tracked);
    try {
      return await exchange(tracked, this.#endpoint.host, request);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      const method = request.method[0] + request.method.slice(1).toLowerCase();
      throw systemError(`${method} "http://${this.#endpoint.host}${request.target}": ${error.message}`);
    }
  }

  /** A response's body where that is a document. */
  async #document({ body }: RegistryResponse): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of body) {
      pieces.push(piece);
      length += piece.length;
      if (length > LARGEST_DOCUMENT) throw systemError('http: response body too large');
    }
    return concatBytes(pieces);
  }
}

/** Where an upload goes on: an address of the same registry. */
function locationOf(headers: ReadonlyMap<string, string>): string {
  return (headers.get('location') ?? '').replace(/^https?:\/\/[^/]*/, '');
}
