import type { Engine } from '../../engine.ts';

/** A compressed layer that some registry had: dockerd need not make it again (moby distribution/metadata/v2_metadata_service.go). */
export interface KnownBlob {
  readonly digest: string;
  /** Compressed. */
  readonly size: number;
  /** `localhost:5000/shop/web`, without tag. */
  readonly repository: string;
}

/** As dockerd keeps them for each layer. */
const MOST_KNOWN = 50;

/** The last one heard of first. */
export function knownBlobs(engine: Engine, diffId: string): readonly KnownBlob[] {
  return engine.state.images.blobs.get(diffId)?.known ?? [];
}

export function rememberBlob(engine: Engine, diffId: string, blob: KnownBlob): void {
  const others = knownBlobs(engine, diffId).filter(
    ({ digest, repository }) => digest !== blob.digest || repository !== blob.repository,
  );
  engine.state.images.blobs.set(diffId, { known: [blob, ...others].slice(0, MOST_KNOWN) });
}
