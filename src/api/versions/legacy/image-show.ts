import type { Engine } from '../../../engine/engine.ts';
import { NotSimulatedError } from '../../../engine/errors.ts';
import { imageHistory } from '../../../engine/images/history.ts';
import type { Image } from '../../../engine/images/image.ts';
import { hasChildren } from '../../../engine/images/remove.ts';
import { imageSize } from '../../../engine/images/view.ts';
import { embed, string, struct } from '../../../support/go-json/schema.ts';
import { formatRfc3339Nano } from '../../../support/go-time.ts';
import { configView, legacyConfigSchema } from './config.ts';
import { bareId, legacyImage, shortId, tagsOf } from './find.ts';
import { boolOf, jsonOf, type LegacyHandler } from './legacy-call.ts';
import { LegacyError } from './legacy-error.ts';
import { empty, json, text } from './legacy-reply.ts';

const secondsOf = ({ createdNs }: Readonly<Image>) => Number((createdNs ?? 0n) / 1_000_000_000n);

/** Bytes of its own layer. */
const ownSize = (engine: Engine, { chainIds }: Readonly<Image>) =>
  engine.state.images.layers.get(chainIds.at(-1) ?? '')?.size ?? 0;

interface Row {
  readonly Repository?: string;
  readonly Tag?: string;
  readonly Created: number;
}

/** GET /images/json: an object a tag (server.go, Images). Newest first, then by tag, as 0.6.0 sorted them. */
export const listHandler: LegacyHandler = call => {
  const { engine, query, form } = call;
  const all = boolOf(call, 'all');
  const filter = query.text('filter');
  const rows: Row[] = [];
  for (const image of engine.state.images.images.values()) {
    const about = {
      Id: bareId(image.id),
      Created: secondsOf(image),
      ...(form >= 1.2 && { Size: ownSize(engine, image), VirtualSize: imageSize(engine, image) }),
    };
    const tags = tagsOf(engine, image.id);
    for (const { repository, tag } of tags) {
      if (filter === '' || filter === repository) rows.push({ Repository: repository, Tag: tag, ...about });
    }
    const isHead = all || !hasChildren(engine, image.id);
    if (tags.length === 0 && filter === '' && isHead) rows.push(about);
  }
  rows.sort((a, b) => b.Created - a.Created || ((a.Tag ?? '') < (b.Tag ?? '') ? -1 : 1));
  return json(rows);
};

/** GET /images/{name}/json (image.go, Image) */
export const inspectHandler: LegacyHandler = ({ engine, params, form }) => {
  const name = params.name ?? '';
  const image = legacyImage(engine, name);
  if (image === undefined) throw new LegacyError(`No such image: ${name}`);
  const { config } = image;
  const set = (key: string, value: unknown) => (value ? { [key]: value } : {});
  return json({
    id: bareId(image.id),
    ...set('parent', bareId(image.parentId)),
    ...set('comment', config.comment),
    created: formatRfc3339Nano(image.createdNs),
    ...set('container', config.container),
    container_config: configView(config.container_config ?? {}, {}, form),
    ...set('docker_version', config.docker_version),
    ...set('author', config.author),
    ...set('config', config.config && configView(config.config, {}, form)),
    ...(form >= 1.1 && set('architecture', config.architecture === 'amd64' && 'x86_64')),
    ...(form >= 1.2 && { Size: ownSize(engine, image) }),
  });
};

/** GET /images/{name}/history (server.go, ImageHistory) */
export const historyHandler: LegacyHandler = ({ engine, params, form }) => {
  const name = params.name ?? '';
  const image = legacyImage(engine, name);
  if (image === undefined) throw doesNotExist(name);
  const items = imageHistory(engine, image.id) as Array<{
    Id: string;
    Created: number;
    CreatedBy: string;
    Size: number;
    Tags: string[] | null;
  }>;
  // A step whose image is not known goes by the layer it stands on: then each step was a layer with an id.
  let layer = image.chainIds.length;
  return json(
    items.map(({ Id, Created, CreatedBy, Size, Tags }) => {
      const chainId = image.chainIds[Math.max(0, layer - 1)] ?? image.id;
      if (Size > 0) layer -= 1;
      return {
        Id: shortId(Id === '<missing>' ? chainId : Id),
        ...(form >= 1.3 && Tags !== null && { Tags }),
        Created,
        ...((form < 1.1 || CreatedBy !== '') && { CreatedBy }),
      };
    }),
  );
};

export const doesNotExist = (name: string) => new LegacyError(`Image does not exist: ${name}`);

/** GET /images/viz: the graph as Graphviz draws it (server.go, ImagesViz). */
export const vizHandler: LegacyHandler = ({ engine }) => {
  const lines: string[] = [];
  const images = [...engine.state.images.images.values()];
  for (const { id, parentId } of images) {
    const known = engine.state.images.images.has(parentId);
    lines.push(
      known ? ` "${shortId(parentId)}" -> "${shortId(id)}"\n` : ` base -> "${shortId(id)}" [style=invis]\n`,
    );
  }
  for (const { id } of images) {
    const tags = tagsOf(engine, id).map(({ repository, tag }) => `${repository}:${tag}`);
    if (tags.length === 0) continue;
    const label = [shortId(id), ...tags].join('\\n');
    lines.push(
      ` "${shortId(id)}" [label="${label}",shape=box,fillcolor="paleturquoise",style="filled,rounded"];\n`,
    );
  }
  return text(200, `digraph docker {\n${lines.join('')} base [style=invisible]\n}\n`);
};

/** GET /images/search */
export const searchHandler: LegacyHandler = () => {
  throw new NotSimulatedError('searching Docker Hub');
};

const cachedSchema = struct('docker.APIImageConfig', { Id: string, Config: embed(legacyConfigSchema) });

/** POST /images/getCache: the child of an image that the same container made (runtime.go, ImageGetCached). */
export const getCacheHandler: LegacyHandler = async call => {
  const { engine, form } = call;
  const { Id, Config: wanted } = await jsonOf(call, cachedSchema);
  const shape = (config: object) => {
    const { Hostname: _, Image: __, ...rest } = configView(config, config, form) as Record<string, unknown>;
    return JSON.stringify(rest);
  };
  for (const image of engine.state.images.images.values()) {
    const made = image.config.container_config;
    if (bareId(image.parentId) !== Id || Id === '' || !made || wanted.OpenStdin) continue;
    if (shape(made) === shape(wanted)) return json({ Id: bareId(image.id) });
  }
  return empty(404);
};
