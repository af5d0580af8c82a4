import { decodeJson, unmarshalJson } from '../../support/go-json/decode.ts';
import {
  bool,
  type Infer,
  int64,
  named,
  omit,
  pointer,
  type Schema,
  slice,
  string,
  struct,
  time,
} from '../../support/go-json/schema.ts';
import type { ContainerConfig } from '../containers/config.ts';
import { containerConfigSchema } from '../containers/config-schema.ts';

/** manifest.json of what `docker save` wrote (moby image/tarexport/tarexport.go). */
const manifestSchema = slice(
  struct('tarexport.manifestItem', {
    Config: string,
    RepoTags: slice(string),
    Layers: slice(string),
    Parent: omit(named('image.ID', string)),
  }),
);

/** One image of an archive. */
export type ManifestItem = NonNullable<Infer<typeof manifestSchema>>[number];

/** An image's configuration, as far as dockerd reads it (moby image/image.go). */
const imageSchema = struct('image.Image', {
  id: string,
  parent: named('image.ID', string),
  comment: string,
  created: pointer(time),
  container: string,
  container_config: containerConfigSchema,
  docker_version: string,
  author: string,
  config: pointer(containerConfigSchema as Schema<ContainerConfig>),
  architecture: string,
  variant: string,
  os: string,
  Size: int64,
  rootfs: pointer(struct('image.RootFS', { type: string, diff_ids: slice(named('layer.DiffID', string)) })),
  history: slice(
    struct('v1.History', {
      created: pointer(time),
      created_by: string,
      author: string,
      comment: string,
      empty_layer: bool,
    }),
  ),
  'os.version': string,
  'os.features': slice(string),
});

/** @throws GoJsonError */
export function decodeManifest(json: Uint8Array): ManifestItem[] | null {
  return decodeJson(json, manifestSchema, '');
}

/** @throws GoJsonError */
export function decodeImage(json: Uint8Array): Infer<typeof imageSchema> {
  return unmarshalJson(json, imageSchema);
}
