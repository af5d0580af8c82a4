import type { Processes } from './processes.ts';

function refuse(): never {
  throw new Error('this engine was made without `processes`: containers cannot run in it');
}

/** Stands in for a kernel where an engine is used for its state alone. */
export const noProcesses: Processes = {
  start: refuse,
  exec: refuse,
  streams: () => undefined,
  signal: refuse,
  dial: () => undefined,
  end: refuse,
  hang: refuse,
  usage: () => ({ cpuNs: 0n, memory: 0, traffic: new Map() }),
  resize: refuse,
  pause: refuse,
  unpause: refuse,
  list: () => [],
  remove: () => {},
  run: () => false,
  onRunnable: () => {},
};
