import type { Container } from '../containers/container.ts';
import { isRunning } from '../containers/running.ts';
import type { Engine } from '../engine.ts';
import { conflict } from '../errors.ts';
import { familiarString, parseReference, type Reference, referenceKey, withDefaultTag } from './reference.ts';
import { resolveImage } from './resolve-image.ts';
import { childrenOf, emitImageEvent, referencesOf, removeImage } from './store.ts';

/** One line of what a removal did. */
export type RemovedItem = { readonly Untagged: string } | { readonly Deleted: string };

export interface RemoveImageRequest {
  readonly force?: boolean;
  /** Also the untagged parents that the classic builder left. Default true. */
  readonly pruneParents?: boolean;
}

/** DELETE /images/{name}: untags, and deletes what has no name any more (moby daemon/images/image_delete.go). */
export function removeImageByName(
  engine: Engine,
  ref: string,
  { force = false, pruneParents = true }: RemoveImageRequest = {},
): RemovedItem[] {
  const { id } = resolveImage(engine, ref);
  const items: RemovedItem[] = [];
  const references = referencesOf(engine, id);
  let untagged = false;
  if (!isIdPrefix(id, ref)) {
    if (!force && isSingle(references)) refuseWhileUsed(engine, id, ref);
    untag(engine, id, withDefaultTag(parseReference(ref)), items);
    if (referencesOf(engine, id).length > 0) return items;
    untagged = true;
  } else if (isSingle(references)) {
    refuse(conflictOf(engine, id, { hard: true, references: false, stopped: !force }));
    for (const reference of references) dropReference(engine, id, reference, items);
  }
  deleteImage(engine, id, items, { force, pruneParents, quiet: untagged });
  return items;
}

function refuseWhileUsed(engine: Engine, id: string, ref: string): void {
  const [user] = [...containersOf(engine, id), ...mountersOf(engine, id)];
  if (user === undefined) return;
  throw conflict(
    `conflict: unable to remove repository reference "${ref}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${shortId(id)}`,
  );
}

/** Takes one name away; with a repository's last tag its digests go too. */
function untag(engine: Engine, id: string, reference: Reference, items: RemovedItem[]): void {
  dropReference(engine, id, reference, items);
  if (reference.digest !== undefined) return;
  const rest = referencesOf(engine, id).filter(other => sameRepository(other, reference));
  if (rest.some(({ digest }) => digest === undefined)) return;
  for (const other of rest) {
    engine.state.images.references.delete(referenceKey(other));
    items.push({ Untagged: familiarString(other) });
  }
}

function dropReference(engine: Engine, id: string, reference: Reference, items: RemovedItem[]): void {
  engine.state.images.references.delete(referenceKey(reference));
  emitImageEvent(engine, id, 'untag', { name: id, labels: labelsOf(engine, id) });
  items.push({ Untagged: familiarString(reference) });
}

interface DeleteRequest {
  readonly force: boolean;
  readonly pruneParents: boolean;
  /** A conflict is no error: the image stays. */
  readonly quiet: boolean;
}

function deleteImage(engine: Engine, id: string, items: RemovedItem[], request: DeleteRequest): void {
  const found = conflictOf(engine, id, { hard: true, references: !request.force, stopped: !request.force });
  if (found !== undefined) {
    if (request.quiet && (found.used || !isDangling(engine, id))) return;
    refuse(found);
  }
  const parentId = engine.state.images.images.get(id)?.parentId ?? '';
  for (const reference of referencesOf(engine, id)) dropReference(engine, id, reference, items);
  const layers = removeImage(engine, id);
  emitImageEvent(engine, id, 'delete', { name: id });
  items.push({ Deleted: id }, ...layers.map(chainId => ({ Deleted: chainId })));
  if (!request.pruneParents || !engine.state.images.images.has(parentId)) return;
  deleteImage(engine, parentId, items, { force: false, pruneParents: true, quiet: true });
}

interface Conflict {
  readonly used: boolean;
  readonly message: string;
}

/** Why an image may not go: children and running containers always, names and stopped containers unless forced. */
function conflictOf(
  engine: Engine,
  id: string,
  checks: { readonly hard: boolean; readonly references: boolean; readonly stopped: boolean },
): Conflict | undefined {
  const refusal = (forced: string, message: string, used = false) => ({
    used,
    message: `conflict: unable to delete ${shortId(id)} (${forced}) - ${message}`,
  });
  if (hasChildren(engine, id)) return refusal('cannot be forced', 'image has dependent child images');
  const containers = containersOf(engine, id);
  const running = containers.find(isRunning);
  if (running !== undefined) {
    const message = `image is being used by running container ${running.id.slice(0, 12)}`;
    return refusal('cannot be forced', message, true);
  }
  if (checks.references && referencesOf(engine, id).length > 0) {
    return refusal('must be forced', 'image is referenced in multiple repositories');
  }
  if (!checks.stopped) return undefined;
  const stopped = containers.find(container => !isRunning(container));
  if (stopped === undefined) return undefined;
  const message = `image is being used by stopped container ${stopped.id.slice(0, 12)}`;
  return refusal('must be forced', message, true);
}

function refuse(found: Conflict | undefined): void {
  if (found !== undefined) throw conflict(found.message);
}

/** One name, or one tag with digests of the same repository. */
function isSingle(references: readonly Reference[]): boolean {
  if (references.length <= 1) return references.length === 1;
  const tags = references.filter(({ digest }) => digest === undefined);
  if (tags.length > 1) return false;
  const single = tags[0] ?? (references[0] as Reference);
  const digests = references.filter(({ digest }) => digest !== undefined);
  return digests.length > 0 && digests.every(reference => sameRepository(reference, single));
}

function isIdPrefix(id: string, text: string): boolean {
  return id.startsWith(text) || id.slice('sha256:'.length).startsWith(text);
}

function isDangling(engine: Engine, id: string): boolean {
  return referencesOf(engine, id).length === 0 && !hasChildren(engine, id);
}

export function hasChildren(engine: Engine, id: string): boolean {
  return childrenOf(engine, id).size > 0;
}

const imageOf = ({ imageId }: Readonly<Container>) => imageId;

/** Oldest first. */
function containersOf(engine: Engine, id: string): Array<Readonly<Container>> {
  const { containers } = engine.state;
  return [...containers.keysBy(imageOf, id)].flatMap(key => containers.get(key) ?? []);
}

function mountersOf(engine: Engine, id: string): Array<Readonly<Container>> {
  return [...engine.state.containers.values()].filter(({ mounts }) =>
    mounts.some(({ type, spec }) => type === 'image' && spec.Source === id),
  );
}

function sameRepository(left: Reference, right: Reference): boolean {
  return left.domain === right.domain && left.path === right.path;
}

function labelsOf(engine: Engine, id: string): Record<string, string> | null {
  return engine.state.images.images.get(id)?.config.config?.Labels ?? null;
}

function shortId(id: string): string {
  return id.slice('sha256:'.length, 'sha256:'.length + 12);
}
