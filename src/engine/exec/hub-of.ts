import type { Engine } from '../engine.ts';
import { type OutputClient, OutputHub } from './output-hub.ts';

/** The hub of a container's process, or of an exec's; made when somebody first wants its output. */
export function hubOf(engine: Engine, containerId: string, execId?: string): OutputHub {
  const key = execId ?? containerId;
  let hub = engine.live.outputs.get(key);
  if (hub === undefined) {
    hub = new OutputHub(() => {
      engine.processes.streams(containerId, execId)?.resumeOutput();
      engine.driver.settle();
    });
    engine.live.outputs.set(key, hub);
  }
  return hub;
}

/** Takes a client off its hub, and the hub away where nobody is left. */
export function leaveHub(engine: Engine, key: string, hub: OutputHub, client: OutputClient): void {
  hub.detach(client);
  if (hub.isEmpty && engine.live.outputs.get(key) === hub) engine.live.outputs.delete(key);
}
