import type { Docker } from './client.ts';

/**
 * A session with a daemon that holds the images busybox, alpine and hello-world, the default networks and nothing
 * else. What it asks is what gets compared: it throws nothing of its own.
 */
export type Scenario = (docker: Docker) => Promise<void>;

/** By name, which is also the name of the recording's folder. */
export type Scenarios = Readonly<Record<string, Scenario>>;
