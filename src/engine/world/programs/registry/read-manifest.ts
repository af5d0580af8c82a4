import { digestOf } from '../../../images/store.ts';
import { decodeText } from '../text.ts';
import { type Answer, errorAnswer } from './answers.ts';

/** The fields of manifests and indexes that a registry looks at. */
export interface Manifest {
  readonly schemaVersion?: number;
  readonly mediaType?: string;
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}

interface Descriptor {
  readonly mediaType?: string;
  readonly digest: string;
  readonly urls?: readonly string[];
  readonly platform?: { readonly architecture?: string; readonly os?: string };
}

export const MANIFEST_TYPES = {
  docker: 'application/vnd.docker.distribution.manifest.v2+json',
  oci: 'application/vnd.oci.image.manifest.v1+json',
} as const;

export const INDEX_TYPES = {
  docker: 'application/vnd.docker.distribution.manifest.list.v2+json',
  oci: 'application/vnd.oci.image.index.v1+json',
} as const;

interface Read {
  readonly digest: string;
  /** What has to be there already. */
  readonly references: ReadonlyArray<{ readonly digest: string; readonly link: 'blob' | 'manifest' }>;
}

/** Checks what is put as a manifest (distribution registry/handlers/manifests.go, PutManifest). */
export function readManifest(contentType: string, body: Uint8Array): Read | { readonly problem: Answer } {
  const type = contentType.split(';')[0]?.trim() ?? '';
  const isIndex = Object.values<string>(INDEX_TYPES).includes(type);
  if (!isIndex && !Object.values<string>(MANIFEST_TYPES).includes(type)) return invalid({});
  const text = decodeText(body);
  let manifest: Manifest;
  try {
    manifest = JSON.parse(text) as Manifest;
  } catch {
    // Go says where it stumbled; an end too early is all that is told apart here.
    return invalid({ Offset: body.length });
  }
  if (typeof manifest !== 'object' || manifest === null) return invalid({});
  const { schemaVersion, mediaType, config, layers, manifests } = manifest;
  if (mediaType !== undefined && mediaType !== type) return invalid({});
  if (schemaVersion !== 2) return { problem: errorAnswer('UNKNOWN', {}) };
  const named = isIndex ? (manifests ?? []) : [...(config === undefined ? [] : [config]), ...(layers ?? [])];
  const isForeign = ({ urls }: Descriptor) => urls !== undefined && urls.length > 0;
  return {
    digest: digestOf(body),
    references: named
      .filter(descriptor => !isForeign(descriptor))
      .map(({ digest }) => ({ digest: String(digest), link: isIndex ? 'manifest' : 'blob' })),
  };
}

const invalid = (detail: unknown) => ({ problem: errorAnswer('MANIFEST_INVALID', detail) });
