import { containerConfigSchema } from '../../engine/containers/config-schema.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Image } from '../../engine/images/image.ts';
import { goMap } from '../../support/go-json/encode.ts';
import { shapeJson } from '../../support/go-json/shape.ts';
import type { Change } from './change.ts';

// biome-ignore lint/suspicious/noExplicitAny: the views of images
type Json = any;

/** Fields of Docker's container.Config that an image's Config had below 1.50, set or not (image/inspect_response.go). */
const OLD_CONFIG = {
  AttachStderr: false,
  AttachStdin: false,
  AttachStdout: false,
  Cmd: null,
  Domainname: '',
  Entrypoint: null,
  Env: null,
  Hostname: '',
  Image: '',
  Labels: null,
  OnBuild: null,
  OpenStdin: false,
  StdinOnce: false,
  Tty: false,
  User: '',
  Volumes: null,
  WorkingDir: '',
};

/** A list is made for each call: its images are changed in place. */
const each = (change: (image: Json) => void) => (images: Json[]) => {
  for (const image of images) change(image);
  return images;
};

/** What an image's configuration became for old clients: it is the same as long as the image is. */
const oldConfigs = new WeakMap<object, Json>();
const containerConfigs = new WeakMap<object, Json>();

function ofImage(made: WeakMap<object, Json>, engine: Engine, { Id }: Json, make: () => Json): Json {
  const config = engine.state.images.images.get(Id)?.config;
  if (config === undefined) return make();
  let known = made.get(config);
  if (known === undefined) {
    known = make();
    made.set(config, known);
  }
  return known;
}

/** moby api/server/router/image/image_routes.go. The reply of an inspection is made for each call, and changed in place. */
export const imageChanges: readonly Change[] = [
  { before: '1.32', operations: ['ImageCreate'], ignoredQuery: ['platform'] },
  { before: '1.46', operations: ['ImagePush'], ignoredQuery: ['platform'] },
  {
    before: '1.48',
    operations: ['ImageGet', 'ImageGetAll', 'ImageLoad', 'ImageHistory'],
    ignoredQuery: ['platform'],
  },
  {
    before: '1.48',
    operations: ['BuildPrune'],
    ignoredQuery: ['reserved-space', 'max-used-space', 'min-free-space'],
  },
  { before: '1.50', operations: ['ImageDelete'], ignoredQuery: ['platforms'] },
  { before: '1.48', operations: ['ImageInspect'], ignoredQuery: ['manifests'] },
  { before: '1.49', operations: ['ImageInspect'], ignoredQuery: ['platform'] },
  {
    before: '1.50',
    operations: ['ImageInspect'],
    reply: (image: Json, { engine }) =>
      Object.assign(image, {
        Config: ofImage(oldConfigs, engine, image, () => goMap({ ...OLD_CONFIG, ...image.Config })),
      }),
  },
  {
    before: '1.45',
    operations: ['ImageInspect'],
    reply: (image: Json, { engine }) =>
      insertAfter(
        image,
        'Created',
        ofImage(containerConfigs, engine, image, () => madeBy(engine.state.images.images.get(image.Id))),
      ),
  },
  {
    before: '1.44',
    operations: ['ImageInspect'],
    reply: (image: Json) => insertAfter(image, 'Size', { VirtualSize: image.Size }),
  },
  { before: '1.32', operations: ['ImageBuild'], ignoredQuery: ['platform'] },
  {
    before: '1.30',
    operations: ['ImageBuild'],
    reply: (message: Json) => (message.aux === undefined ? message : undefined),
  },
  {
    before: '1.41',
    operations: ['ImageList'],
    filters: (filters, { query }) => {
      const name = query.text('filter');
      if (name !== '') filters.set('reference', new Map([...(filters.get('reference') ?? []), [name, true]]));
    },
  },
  { before: '1.42', operations: ['ImageList'], ignoredQuery: ['shared-size'] },
  { before: '1.47', operations: ['ImageList'], ignoredQuery: ['manifests'] },
  {
    before: '1.51',
    operations: ['ImageList'],
    reply: each(image => Object.assign(image, { Containers: -1 })),
  },
  {
    before: '1.44',
    operations: ['ImageList'],
    reply: each(image => Object.assign(image, { VirtualSize: image.Size })),
  },
  {
    before: '1.43',
    operations: ['ImageList'],
    reply: each(withNone),
  },
];

function insertAfter(image: Json, field: string, more: Json): Json {
  const result: Json = {};
  for (const [key, value] of Object.entries(image)) {
    result[key] = value;
    if (key === field) Object.assign(result, more);
  }
  return result;
}

/** The container an image was committed from, as the classic builder and commit wrote it into the configuration. */
function madeBy(image: Readonly<Image> | undefined): Json {
  const { container, container_config } = image?.config ?? {};
  return {
    ...(container && { Container: container }),
    ContainerConfig: shapeJson(containerConfigSchema, container_config),
  };
}

function withNone(image: Json): void {
  const { RepoTags, RepoDigests } = image;
  if (RepoTags.length > 0 || RepoDigests.length > 0) {
    Object.assign(image, { RepoTags: orNull(RepoTags), RepoDigests: orNull(RepoDigests) });
  } else Object.assign(image, { RepoTags: ['<none>:<none>'], RepoDigests: ['<none>@<none>'] });
}

/** Go's nil slice, which only 1.43 made an empty one. */
function orNull(items: Json[]): Json[] | null {
  return items.length === 0 ? null : items;
}
