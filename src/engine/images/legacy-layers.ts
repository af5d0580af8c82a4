import { encodeGoJson } from '../../support/go-json/encode.ts';
import { shapeJson } from '../../support/go-json/shape.ts';
import { containerConfigSchema } from '../containers/config-schema.ts';
import { decodeImage } from './archive-documents.ts';
import type { Image } from './image.ts';
import { digestOf } from './store.ts';

/** What a layer's document says where it is not the top one's: Go's zero configuration (moby image/v1/imagev1.go). */
const BELOW = { created: '1970-01-01T00:00:00Z', container_config: shapeJson(containerConfigSchema, {}) };

/**
 * For each layer, lowest first, the document that Docker before 1.10 kept of it; `docker save` still writes them
 * (moby image/tarexport/save.go).
 */
export function legacyLayerDocuments(image: Readonly<Image>): string[] {
  const documents: string[] = [];
  let parent = '';
  for (const [index, chainId] of image.chainIds.entries()) {
    const isTop = index === image.chainIds.length - 1;
    const own = isTop ? topDocument(image) : BELOW;
    const id = digestOf(sortedJson({ ...own, layer_id: chainId, ...(parent !== '' && { parent }) }));
    const os = image.config.os ?? '';
    const ids = { id: hexOf(id), ...(parent !== '' && { parent: hexOf(parent) }) };
    documents.push(encodeGoJson({ ...ids, ...own, ...(os !== '' && { os }) }));
    parent = id;
  }
  return documents;
}

/** The image's configuration as image.V1Image has it: without what came with 1.10. */
function topDocument(image: Readonly<Image>): Record<string, unknown> {
  const decoded = decodeImage(new TextEncoder().encode(image.configJson));
  const { comment, container, container_config, docker_version, author, config, architecture, variant, os } =
    decoded;
  const texts = (fields: Record<string, string>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
  return {
    ...texts({ comment }),
    ...(image.config.created !== undefined && { created: image.config.created }),
    ...texts({ container }),
    container_config: shapeJson(containerConfigSchema, container_config),
    ...texts({ docker_version, author }),
    ...(config !== null && { config: shapeJson(containerConfigSchema, config) }),
    ...texts({ architecture, variant, os }),
  };
}

function sortedJson(fields: Record<string, unknown>): string {
  return encodeGoJson(Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))));
}

const hexOf = (digest: string) => digest.slice(digest.indexOf(':') + 1);
