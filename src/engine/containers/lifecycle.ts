import { sandboxEnded } from '../build/sandbox/run-sandbox.ts';
import type { Engine } from '../engine.ts';
import { execEnded } from '../exec/ended.ts';
import { connectReaper } from '../system/reap.ts';
import type { ProcessEnd, ProcessOwner } from '../world/process/processes.ts';
import { containerEnded } from './ended.ts';
import { connectHealth, probeOutput } from './health.ts';
import { logOutput } from './log-writer.ts';
import { connectRestarts } from './restart-policy.ts';

/** Registers what a container's life needs of an engine, new or copied: its timers. */
export function connectLifecycle(engine: Engine): void {
  connectRestarts(engine);
  connectHealth(engine);
  connectReaper(engine);
  resumeOutput(engine);
}

/** Nobody is attached to a copy: what waited for a slow client goes on. */
function resumeOutput({ state, processes }: Engine): void {
  for (const machine of state.machines.values()) {
    for (const { outputStopped, owner } of machine.tasks.values()) {
      const execId = owner.kind === 'exec' ? owner.execId : undefined;
      if (outputStopped) processes.streams(owner.containerId, execId)?.resumeOutput();
    }
  }
}

/** Passes the end of a process on to the container or the exec it belonged to. */
export function processEnded(engine: Engine, who: ProcessOwner, end: ProcessEnd): void {
  if (engine.state.sandboxes.has(who.containerId)) sandboxEnded(engine, who.containerId, end);
  else if (who.kind === 'container') containerEnded(engine, who.containerId, end);
  else execEnded(engine, who.execId, end);
}

/** What a process wrote: to the log, and to whoever is attached. */
export function processOutput(
  engine: Engine,
  who: ProcessOwner,
  stream: 'stdout' | 'stderr',
  data: Uint8Array,
): boolean {
  if (engine.state.sandboxes.has(who.containerId)) {
    return engine.live.outputs.get(who.containerId)?.write(stream, data) ?? true;
  }
  if (who.kind === 'container') logOutput(engine, who.containerId, stream, data);
  else probeOutput(engine, who.containerId, who.execId, data);
  const hub = engine.live.outputs.get(who.kind === 'container' ? who.containerId : who.execId);
  return hub?.write(stream, data) ?? true;
}
