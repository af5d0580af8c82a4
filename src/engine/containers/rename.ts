import type { Engine } from '../engine.ts';
import { DockerError, invalidParameter } from '../errors.ts';
import { renameEndpoints } from '../networks/rename-endpoints.ts';
import { emitContainerEvent } from './container-event.ts';
import { findContainer } from './find.ts';
import { checkName } from './names.ts';

/** POST /containers/{id}/rename (moby daemon/rename.go). Links keep working under the new name. */
export function renameContainer(engine: Engine, ref: string, asked: string): void {
  if (asked === '') throw invalidParameter('Neither old nor new names may be empty');
  const { id, name: oldName } = findContainer(engine, ref);
  if (asked.replace(/^\//, '') === oldName) {
    throw invalidParameter('Renaming a container with the same name as its current name');
  }
  const name = newName(engine, asked);
  const { containers, containerNames } = engine.state;
  const container = containers.edit(id);
  container.listedEndpoints = undefined;
  containerNames.delete(oldName);
  containerNames.set(name, { id });
  for (const [alias, { id: childId }] of container.links) {
    containerNames.delete(`${oldName}/${alias}`);
    containerNames.set(`${name}/${alias}`, { id: childId });
    if (!containers.has(childId)) continue;
    const child = containers.edit(childId);
    child.linkNames = child.linkNames.map(each =>
      each === `${oldName}/${alias}` ? `${name}/${alias}` : each,
    );
  }
  for (const fullName of container.linkNames) {
    const [parentName = '', alias = ''] = fullName.split('/');
    const parent = containers.edit(containerNames.get(parentName)?.id ?? '');
    parent.links.set(alias, { id, name });
  }
  container.name = name;
  renameEndpoints(engine, container);
  emitContainerEvent(engine, container, 'rename', { oldName: `/${oldName}` });
}

function newName(engine: Engine, asked: string): string {
  try {
    return checkName(engine, asked.startsWith('/') ? asked : `/${asked}`);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `Error when allocating new name: ${error.message}`);
  }
}
