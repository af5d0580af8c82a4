import type { Engine } from '../engine.ts';
import { DockerError, invalidParameter, systemError } from '../errors.ts';
import type { Container } from './container.ts';
import { findContainer } from './find.ts';
import { containerOfMode, isUserDefined } from './modes.ts';

/**
 * Makes a container's legacy links: from then on its child answers to `parent/alias` too (moby daemon_unix.go,
 * registerLinks). Links on user-defined networks are the endpoint's affair.
 */
export function registerLinks(engine: Engine, container: Container): void {
  const { hostConfig, name } = container;
  if (isUserDefined(hostConfig.NetworkMode)) return;
  for (const link of hostConfig.Links ?? []) {
    const [ref, alias] = parseLink(link);
    const child = linkedContainer(engine, ref);
    if (child.hostConfig.NetworkMode === 'host') {
      throw invalidParameter(
        "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
      );
    }
    const { containerNames } = engine.state;
    const fullName = `${name}/${alias}`;
    // A name that is taken is left to its holder, without an error.
    if (containerNames.has(fullName)) continue;
    containerNames.set(fullName, { id: child.id });
    container.links.set(alias, { id: child.id, name: child.name });
    engine.state.containers.edit(child.id).linkNames.push(fullName);
  }
}

/** `container[:alias]`, or `/container:/parent/alias` as inspect shows a link. */
function parseLink(link: string): [ref: string, alias: string] {
  if (link === '') throw systemError('empty string specified for links');
  const [ref = '', alias, ...more] = link.split(':');
  if (more.length > 0) throw systemError(`bad format for links: ${link}`);
  if (alias === undefined) return [ref, ref];
  return ref.startsWith('/') ? [ref.slice(1), alias.slice(alias.lastIndexOf('/') + 1)] : [ref, alias];
}

/** The container whose network the link leads to: that of `container:REF` in place of one that joins it. */
function linkedContainer(engine: Engine, ref: string): Readonly<Container> {
  let found: Readonly<Container>;
  try {
    found = findContainer(engine, ref);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw invalidParameter(`could not get container for ${ref}: ${error.message}`);
  }
  const joined = containerOfMode(found.hostConfig.NetworkMode);
  return joined === undefined ? found : linkedContainer(engine, joined);
}
