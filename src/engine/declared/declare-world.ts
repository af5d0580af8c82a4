import { zeroOf } from '../../support/go-json/zero.ts';
import type { Container } from '../containers/container.ts';
import { createContainer } from '../containers/create.ts';
import { pauseContainer } from '../containers/pause.ts';
import { scriptContainer } from '../containers/script.ts';
import { startContainer } from '../containers/start.ts';
import type { Engine } from '../engine.ts';
import { DockerError } from '../errors.ts';
import { pullImage } from '../images/pull.ts';
import { resolveImage } from '../images/resolve-image.ts';
import { makeScriptedImage } from '../images/script.ts';
import { createNetwork } from '../networks/create.ts';
import { type NetworkCreateRequest, networkCreateSchema } from '../networks/create-schema.ts';
import { createVolume } from '../volumes/create-volume.ts';
import { checkDeclaration, declaredName } from './check-declaration.ts';
import type {
  ContainerDeclaration,
  DeclaredState,
  NetworkDeclaration,
  WorldDeclaration,
} from './declaration.ts';
import { requestOf } from './declared-container.ts';

/**
 * Makes what was declared, by the verbs that a client would use, so that nothing comes out that a daemon cannot have.
 *
 * @throws a sentence that names the declaration, with Docker's own where Docker refuses it
 */
export function declareWorld(engine: Engine, world: WorldDeclaration): void {
  checkDeclaration(world);
  const { images = [], networks = [], volumes = [], containers = [] } = world;
  for (const image of images) {
    const name = typeof image === 'string' ? image : image.name;
    naming(`image ${JSON.stringify(name)}`, () =>
      typeof image === 'string' ? pullImage(engine, image) : makeScriptedImage(engine, name, image),
    );
  }
  for (const network of networks) {
    const declaration = typeof network === 'string' ? { name: network } : network;
    naming(declaredName('network', declaration), () => declareNetwork(engine, declaration));
  }
  for (const volume of volumes) {
    const declaration = typeof volume === 'string' ? { name: volume } : volume;
    const { name, labels = {} } = declaration;
    naming(declaredName('volume', declaration), () => createVolume(engine, { name, labels: { ...labels } }));
  }
  for (const container of containers) {
    naming(declaredName('container', container), () => declareContainer(engine, container));
  }
}

function naming(what: string, action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (error instanceof DockerError) throw new Error(`${what}: ${error.message}`);
    throw error;
  }
}

function declareNetwork(engine: Engine, declaration: NetworkDeclaration): void {
  const { name, driver = 'bridge', subnet, internal = false, labels = {} } = declaration;
  const zero = zeroOf(networkCreateSchema) as NetworkCreateRequest;
  const range = { Subnet: subnet ?? '', IPRange: '', Gateway: '', AuxiliaryAddresses: null };
  const ipam = { Driver: 'default', Options: null, Config: [range] };
  createNetwork(engine, {
    ...zero,
    Name: name,
    Driver: driver,
    Internal: internal,
    Labels: { ...labels },
    ...(subnet === undefined ? {} : { IPAM: ipam }),
  });
}

function declareContainer(engine: Engine, declaration: ContainerDeclaration): void {
  const { image, state = 'running', exitCode = state === 'restarting' ? 1 : 0 } = declaration;
  if (!hasImage(engine, image)) pullImage(engine, image);
  const { id } = createContainer(engine, requestOf(declaration));
  if (state === 'created') return;
  startContainer(engine, id);
  if (state === 'running' || state === 'paused') keepRunning(engine, id, declaration);
  else endAs(engine, id, state, exitCode);
}

function keepRunning(engine: Engine, id: string, declaration: ContainerDeclaration): void {
  const { state = 'running', health } = declaration;
  const who = declaredName('container', declaration);
  engine.driver.settle();
  const { lifecycle } = engine.state.containers.get(id) as Container;
  if (lifecycle.status !== 'running') {
    throw new Error(
      `${who} was declared as ${state}, but its process ended at once (${JSON.stringify(lifecycle)}): ` +
        "give it a command that stays, such as ['sleep', 'infinity']",
    );
  }
  if (health !== undefined) scriptContainer(engine, id).health(health);
  if (state === 'paused') pauseContainer(engine, id);
}

function hasImage(engine: Engine, image: string): boolean {
  try {
    resolveImage(engine, image);
    return true;
  } catch (error) {
    if (error instanceof DockerError && error.kind === 'notFound') return false;
    throw error;
  }
}

function endAs(
  engine: Engine,
  id: string,
  state: Exclude<DeclaredState, 'created' | 'running' | 'paused'>,
  exitCode: number,
): void {
  const { supervision } = engine.state.containers.edit(id);
  if (state !== 'restarting') supervision.restarts.canceled = true;
  scriptContainer(engine, id).exit(exitCode);
  if (state === 'restarting' || state === 'exited') return;
  // Where a removal got stuck: moby daemon/delete.go.
  const container = engine.state.containers.edit(id);
  container.lifecycle = { status: state, exitCode };
  container.supervision.removalInProgress = state === 'removing';
}
