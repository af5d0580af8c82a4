import type { Engine } from '../engine.ts';

/** Makes published ports reachable on the real host. A transport gives one to the engine; it is not part of the state. */
export interface PortBinder {
  /** Opens a port of the host for the engine, at once. `in use` where another program has it. */
  bind(protocol: string, address: string, port: number): 'bound' | 'in use';
  /** Nothing happens where it was not bound. */
  release(protocol: string, address: string, port: number): void;
}

/** From here on published ports are opened through `binder`, those of running containers as well. Returns the end of it. */
export function bindPublishedPorts(engine: Engine, binder: PortBinder): () => void {
  const { live } = engine;
  live.portBinder = binder;
  forEachPort(engine, (protocol, address, port) => binder.bind(protocol, address, port));
  return () => {
    if (live.portBinder === binder) live.portBinder = undefined;
    forEachPort(engine, (protocol, address, port) => binder.release(protocol, address, port));
  };
}

function forEachPort(engine: Engine, visit: (protocol: string, address: string, port: number) => void): void {
  for (const [key, { holders }] of engine.state.hostPorts.taken.entries()) {
    const [protocol = '', port] = key.split('/');
    for (const address of holders.keys()) visit(protocol, address, Number(port));
  }
}
