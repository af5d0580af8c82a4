import type { Engine } from '../engine.ts';
import { conflict, DockerError, invalidParameter, notModified } from '../errors.ts';
import { existsOnHost } from '../world/files/container-files.ts';
import type { Container } from './container.ts';
import { findContainer } from './find.ts';
import { launchContainer } from './launch.ts';
import { validateHostConfig } from './validate-host-config.ts';
import { validatePlatform } from './validate-platform.ts';

/** Starts a container that does not run. Its process runs from the next turn of the driver on. */
export function startContainer(engine: Engine, ref: string): void {
  const container = startable(engine, ref);
  verifySettings(engine, container);
  launchContainer(engine, container.id, 'by hand');
}

/** A container that can be started. */
export function startable(engine: Engine, ref: string): Readonly<Container> {
  const container = findContainer(engine, ref);
  const { status } = container.lifecycle;
  if (status === 'paused') throw conflict('cannot start a paused container, try unpause instead');
  if (status === 'running' || status === 'restarting') throw notModified();
  return container;
}

/**
 * The request is validated again at the start: an update or the host may have made it wrong since, and whatever is
 * wrong is a bad request then (moby daemon/start.go, verifyContainerSettings).
 */
export function verifySettings(engine: Engine, container: Readonly<Container>): void {
  const hostConfig = { ...container.hostConfig };
  asBadRequest(() => {
    validateHostConfig(hostConfig, [], path => existsOnHost(engine, path));
    validatePlatform(hostConfig, false, []);
  });
}

/** Whatever kind of error it is, the client is to blame. */
export function asBadRequest<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw invalidParameter(error.message);
  }
}
