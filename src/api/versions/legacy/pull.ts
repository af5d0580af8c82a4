import type { Engine } from '../../../engine/engine.ts';
import { DockerError } from '../../../engine/errors.ts';
import { pullFromHub } from '../../../engine/images/pull.ts';
import { parseReference, type Reference, withTag } from '../../../engine/images/reference.ts';
import { shortId, tagsOf } from './find.ts';
import type { LegacyCall, LegacyReply } from './legacy-call.ts';
import { streamed } from './legacy-reply.ts';
import { isJsonStream, type Line, progressText, written } from './stream.ts';

/** POST /images/create?fromImage=: what the release said of a pull, around today's (server.go, ImagePull). */
export function pullReply(call: LegacyCall): LegacyReply {
  const { query } = call;
  const name = query.text('fromImage');
  const tag = query.text('tag');
  const reference = tag === '' ? parseReference(name) : withTag(parseReference(name), tag);
  return streamed(pieces(call, name, reference), isJsonStream(call));
}

function* pieces(call: LegacyCall, name: string, reference: Reference): Generator<string> {
  for (const line of lines(call, name, reference)) yield written(call, line);
}

function* lines({ engine, form }: LegacyCall, name: string, reference: Reference): Generator<Line> {
  yield { status: `Pulling repository ${name}${form < 1.3 ? ' from https://index.docker.io/v1' : ''}` };
  const { layers } = engine.state.images;
  const known = new Set(layers.keys());
  try {
    for (const _ of pullFromHub(engine, { reference })) {
      // Told in the words of 2013 once it is known what there is.
    }
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    yield refusal(name, reference, error, form);
    return;
  }
  for (const { imageId, tag } of pulled(engine, name, reference)) {
    yield* form < 1.4
      ? oneImage(engine, { name, tag, imageId, known, form })
      : withIds(engine, { name, tag, imageId, known, form });
    for (const chainId of engine.state.images.images.get(imageId)?.chainIds ?? []) known.add(chainId);
  }
}

function refusal(name: string, reference: Reference, error: DockerError, form: number): Line {
  if (reference.tag !== undefined && error.message.startsWith('manifest for')) {
    return { error: `Tag ${reference.tag} not found in repository ${name}` };
  }
  if (error.kind !== 'notFound') return { error: error.message };
  if (form < 1.3) return { error: `HTTP code: 404 while fetching the remote repository ${name}` };
  return {
    error: `Internal server error: 404 trying to fetch remote history for ${name}`,
    code: 404,
  };
}

/** The repository's tags that are there now: the one asked for, or all. */
function pulled(engine: Engine, name: string, reference: Reference) {
  const found: Array<{ imageId: string; tag: string }> = [];
  for (const imageId of engine.state.images.images.keys()) {
    for (const { repository, tag } of tagsOf(engine, imageId)) {
      const isAsked = reference.tag === undefined || reference.tag === tag;
      if (isAsked && name.replace(/:.*$/, '').replace(/^library\//, '') === repository)
        found.push({ imageId, tag });
    }
  }
  return found;
}

interface PulledImage {
  readonly name: string;
  readonly tag: string;
  readonly imageId: string;
  /** Layers that were there before. */
  readonly known: ReadonlySet<string>;
  readonly form: number;
}

/** The layers that were fetched, the lowest first; the top one goes by the image's id. */
function fetched(engine: Engine, { imageId, known }: PulledImage) {
  const chainIds = engine.state.images.images.get(imageId)?.chainIds ?? [];
  return chainIds
    .map((chainId, index) => ({
      chainId,
      id: (index === chainIds.length - 1 ? imageId : chainId).replace('sha256:', ''),
      size: engine.state.images.layers.get(chainId)?.size ?? 0,
    }))
    .filter(({ chainId }) => !known.has(chainId));
}

function* oneImage(engine: Engine, image: PulledImage): Generator<Line> {
  const { name, tag, imageId, form } = image;
  yield { status: `Pulling image ${imageId.replace('sha256:', '')} (${tag}) from ${name}` };
  for (const { id, size } of fetched(engine, image)) {
    yield { status: `Pulling ${id} metadata` };
    yield { status: `Pulling ${id} fs layer` };
    yield { action: 'Downloading', progress: progressText(size, size, form) };
    yield { end: true };
  }
}

function* withIds(engine: Engine, image: PulledImage): Generator<Line> {
  const { name, tag, imageId, form } = image;
  const whole = shortId(imageId);
  yield { action: 'Pulling', progress: `image (${tag}) from ${name}`, id: whole };
  const endpoint = 'https://cdn-registry-1.docker.io/v1/';
  yield { action: 'Pulling', progress: `image (${tag}) from ${name}, endpoint: ${endpoint}`, id: whole };
  yield { action: 'Pulling', progress: 'dependend layers', id: whole };
  for (const { id: full, size } of fetched(engine, image)) {
    const id = full.slice(0, 12);
    yield { action: 'Pulling', progress: 'metadata', id };
    yield { action: 'Pulling', progress: 'fs layer', id };
    yield { action: 'Downloading', progress: progressText(size, size, form), id };
    yield { action: 'Download', progress: 'complete', id };
  }
  yield { action: 'Download', progress: 'complete', id: whole };
}
