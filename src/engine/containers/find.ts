import type { Engine } from '../engine.ts';
import { invalidParameter, notFound } from '../errors.ts';
import type { Container } from './container.ts';

/**
 * The container that `ref` names: a full id, an exact name with or without its slash, or an id's unambiguous
 * prefix, tried in that order (moby daemon/container.go, GetContainer).
 */
export function findContainer(engine: Engine, ref: string): Readonly<Container> {
  const { containers, containerIds, containerNames } = engine.state;
  if (ref === '') throw invalidParameter('invalid name or ID supplied: ""');
  const byId = containers.get(ref);
  if (byId !== undefined) return byId;
  const named = containerNames.get(ref.startsWith('/') ? ref.slice(1) : ref);
  if (named !== undefined) return containers.get(named.id) as Readonly<Container>;
  const [id, another] = containerIds.match(ref);
  if (another !== undefined) throw invalidParameter(`multiple IDs found with provided prefix: ${ref}`);
  if (id === undefined) throw notFound(`No such container: ${ref}`);
  return containers.get(id) as Readonly<Container>;
}
