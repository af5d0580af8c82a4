import type { Engine } from '../engine.ts';

/**
 * Connects a container that starts to its networks: addresses, ports, `network connect` events. Called once the
 * process exists and before it runs (moby daemon/start_linux.go, initializeCreatedTask). The owner of networks
 * fills it in.
 */
export function allocateEndpoints(_engine: Engine, _containerId: string): void {}

/** Gives back what `allocateEndpoints` took; `network disconnect` events, also where the start failed before it. */
export function releaseEndpoints(_engine: Engine, _containerId: string): void {}
