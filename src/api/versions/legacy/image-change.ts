import type { ContainerConfig } from '../../../engine/containers/config.ts';
import { DockerError, NotSimulatedError } from '../../../engine/errors.ts';
import { commitContainer, importImage } from '../../../engine/images/commit.ts';
import { push } from '../../../engine/images/push.ts';
import { parseReference, repositoryTag } from '../../../engine/images/reference.ts';
import { removeImageByName } from '../../../engine/images/remove.ts';
import { tagImage } from '../../../engine/images/tag.ts';
import { decompress } from '../../../support/decompress.ts';
import { omit, string, struct } from '../../../support/go-json/schema.ts';
import { readBody } from '../../wire/body.ts';
import { legacyConfigSchema, upgradeConfig } from './config.ts';
import { bareId, legacyContainer, legacyImage, shortId, tagsOf } from './find.ts';
import { doesNotExist } from './image-show.ts';
import { boolOf, jsonOf, type LegacyCall, type LegacyHandler, type LegacyReply } from './legacy-call.ts';
import { LegacyError } from './legacy-error.ts';
import { created, empty, json, streamed, text } from './legacy-reply.ts';
import { pullReply } from './pull.ts';
import { isJsonStream, type Line, written } from './stream.ts';

/** POST /images/create */
export const createHandler: LegacyHandler = call =>
  call.query.text('fromImage') === '' ? importReply(call) : pullReply(call);

async function importReply(call: LegacyCall): Promise<LegacyReply> {
  const { engine, query, exchange } = call;
  const source = query.text('fromSrc');
  if (source !== '-') return lines(call, unreachable(source));
  const reference = repositoryTag(query.text('repo'), query.text('tag'));
  const imageId = importImage(engine, await decompress(await readBody(exchange)), {
    changes: [],
    comment: `Imported from ${source}`,
    ...(reference !== undefined && { reference }),
  });
  if (!isJsonStream(call)) return text(200, `${shortId(imageId)}\n`);
  return lines(call, [{ status: shortId(imageId) }]);
}

/** The simulated machine has no network but the index. */
function unreachable(source: string): Line[] {
  const url = /^[a-z]+:/.test(source) ? source : `http:${source === '' ? '' : '//'}${source}`;
  const [, host = ''] = /^[a-z]+:\/\/([^/:]+)/.exec(url) ?? [];
  return [
    { status: `Downloading from ${url}` },
    { error: `Get ${url}: ${host === '' ? 'http: no Host in request URL' : `lookup ${host}: no such host`}` },
  ];
}

function lines(call: LegacyCall, all: readonly Line[]): LegacyReply {
  return streamed(
    all.map(line => written(call, line)),
    isJsonStream(call),
  );
}

/** POST /images/{name}/insert: without a network nothing can be downloaded, which only 1.0 called an error. */
export const insertHandler: LegacyHandler = call => {
  const { engine, params, query, form } = call;
  const name = params.name ?? '';
  const url = query.text('url');
  if (form >= 1.1) return streamed(['{"Id":""}'], isJsonStream(call));
  if (legacyImage(engine, name) === undefined) throw doesNotExist(name);
  throw new LegacyError(`Get ${url}: no such host`);
};

const authSchema = struct('auth.AuthConfig', {
  username: omit(string),
  password: omit(string),
  auth: omit(string),
  email: omit(string),
});

/** POST /images/{name}/push: credentials in the body since 1.2, and for every version since 0.5.1. */
export const pushHandler: LegacyHandler = async call => {
  const { engine, params, version, form } = call;
  if (form >= 1.4 || (form >= 1.2 && version > 1.1)) await jsonOf(call, authSchema);
  const name = params.name ?? '';
  const reference = parseReference(name);
  const tags = [...engine.state.images.images.keys()].flatMap(id =>
    tagsOf(engine, id).filter(({ repository }) => repository === name),
  );
  const first = { status: `The push refers to a repository [${name}] (len: ${tags.length})` };
  const [{ tag } = { tag: '' }] = tags;
  if (tag === '') return lines(call, [first, { error: `No such id: ${name}` }]);
  const checksums = form < 1.4 ? [{ status: 'Processing checksums' }] : [];
  try {
    for await (const _ of push(engine, { ...reference, tag })) {
      // It ends in the registry's refusal.
    }
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    return lines(call, [first, ...checksums, { status: 'Sending image list' }, { error: error.message }]);
  }
  throw new NotSimulatedError('a registry that takes a push of 2013');
};

/** POST /images/{name}/tag: `force` or not, a tag moves (tags.go, Set). */
export const tagHandler: LegacyHandler = call => {
  const { engine, params, query } = call;
  const name = params.name ?? '';
  boolOf(call, 'force');
  const image = legacyImage(engine, name);
  if (image === undefined) throw doesNotExist(name);
  const [repository, tag] = [query.text('repo'), query.text('tag')];
  if (repository === '') throw new LegacyError("Repository name can't be empty");
  if (/[/:]/.test(tag)) throw new LegacyError(`Illegal tag name: ${tag}`);
  tagImage(engine, image.id, repository, tag);
  return empty(201);
};

/** POST /commit: neither `m` nor `run` counts, and no body is a configuration too. */
export const commitHandler: LegacyHandler = async call => {
  const { engine, query, form } = call;
  const given = await jsonOf(call, legacyConfigSchema).catch(() => undefined);
  const { id } = legacyContainer(engine, query.text('container'));
  const reference = repositoryTag(query.text('repo'), query.text('tag'));
  const { config } = given === undefined ? { config: {} } : upgradeConfig(given, form);
  const imageId = commitContainer(engine, id, {
    pause: false,
    author: query.text('author'),
    comment: query.text('comment'),
    changes: [],
    ...(given !== undefined && { config: { ...emptyConfig, ...config } }),
    ...(reference !== undefined && { reference }),
  });
  return created({ Id: shortId(imageId) });
};

const emptyConfig = {
  Domainname: '',
  WorkingDir: '',
  Entrypoint: null,
  OnBuild: null,
  Labels: null,
} as unknown as ContainerConfig;

/** DELETE /images/{name}: since 1.2 it says what it did (server.go, ImageDelete). */
export const deleteHandler: LegacyHandler = ({ engine, params, form, version }) => {
  const name = params.name ?? '';
  const image = legacyImage(engine, name);
  if (image === undefined) throw new LegacyError(`No such image: ${name}`);
  if (form < 1.2 || version <= 1.1) {
    removeImageByName(engine, image.id, { force: true, pruneParents: false });
    return empty(204);
  }
  const tags = tagsOf(engine, image.id);
  const repositories = new Set(tags.map(({ repository }) => repository));
  const isId = bareId(image.id).startsWith(name);
  if (isId && (repositories.size > 1 || (form < 1.3 && tags.length > 0))) {
    throw new LegacyError(`Conflict, ${name} wasn't deleted`);
  }
  // A repository without a tag stands for all its tags.
  const names =
    isId || !repositories.has(name)
      ? [name]
      : tags.filter(({ repository }) => repository === name).map(({ tag }) => `${name}:${tag}`);
  const items = names.flatMap(each => removeImageByName(engine, each, { force: true }));
  const untagged = items.some(item => 'Untagged' in item) ? [{ Untagged: shortId(image.id) }] : [];
  const deleted = items.flatMap(item => ('Deleted' in item ? [{ Deleted: shortId(item.Deleted) }] : []));
  return json([...untagged, ...deleted]);
};
