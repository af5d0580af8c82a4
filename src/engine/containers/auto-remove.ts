import type { Engine } from '../engine.ts';
import { discardContainer } from './remove.ts';

/** Removes a container that ended and was created with `--rm`, its anonymous volumes too. */
export function removeEnded(engine: Engine, containerId: string): void {
  const container = engine.state.containers.get(containerId);
  if (!container?.hostConfig.AutoRemove || container.supervision.removalInProgress) return;
  discardContainer(engine, container, true);
}
