import type { Container } from '../../../engine/containers/container.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { Image } from '../../../engine/images/image.ts';
import { parseReference } from '../../../engine/images/reference.ts';
import { resolveImage } from '../../../engine/images/resolve-image.ts';
import { LegacyError } from './legacy-error.ts';

/** By an id's unambiguous prefix: containers had no names. */
export function legacyContainer(engine: Engine, ref: string): Readonly<Container> {
  const [id, another] = ref === '' ? [] : engine.state.containerIds.match(ref);
  const container = id === undefined || another !== undefined ? undefined : engine.state.containers.get(id);
  if (container === undefined) throw new LegacyError(`No such container: ${ref}`);
  return container;
}

/** The image of a name or an id's prefix; whatever is wrong with the name, there is none. */
export function legacyImage(engine: Engine, ref: string): Readonly<Image> | undefined {
  try {
    return resolveImage(engine, ref);
  } catch {
    return undefined;
  }
}

/** 64 hex digits, and the twelve that are shown of them. */
export const bareId = (id: string) => id.replace(/^sha256:/, '');
export const shortId = (id: string) => bareId(id).slice(0, 12);

/** `busybox:latest` for each tag, in byte order. */
export function tagsOf(engine: Engine, imageId: string): Array<{ repository: string; tag: string }> {
  const tags: Array<{ repository: string; tag: string }> = [];
  for (const [key, reference] of engine.state.images.references.entries()) {
    if (reference.imageId !== imageId || key.includes('@')) continue;
    const { domain, path, tag = 'latest' } = parseReference(key);
    const familiar = domain === 'docker.io' ? path.replace(/^library\//, '') : `${domain}/${path}`;
    tags.push({ repository: familiar, tag });
  }
  const text = ({ repository, tag }: { repository: string; tag: string }) => `${repository}:${tag}`;
  return tags.sort((a, b) => (text(a) < text(b) ? -1 : 1));
}

/** What lists and events call a container's image. */
export function imageShown(engine: Engine, imageId: string): string {
  const [first] = tagsOf(engine, imageId);
  return first === undefined ? shortId(imageId) : `${first.repository}:${first.tag}`;
}
