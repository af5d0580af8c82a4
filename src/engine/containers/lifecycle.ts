import type { Engine } from '../engine.ts';
import type { ProcessEnd, ProcessOwner } from '../world/process/processes.ts';

/** Registers what a container's life needs of an engine, new or copied: its timers, and its processes' output. */
export function connectLifecycle(_engine: Engine): void {}

/** Passes the end of a process on to the container or the exec it belonged to. */
export function processEnded(_engine: Engine, _who: ProcessOwner, _end: ProcessEnd): void {}

/** What a process wrote: to the log, and to whoever is attached. */
export function processOutput(
  _engine: Engine,
  _who: ProcessOwner,
  _stream: 'stdout' | 'stderr',
  _data: Uint8Array,
): boolean {
  return true;
}
