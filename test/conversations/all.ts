import type { Step } from './conversation.ts';
import { addresses, endpoints, ports } from './endpoints.ts';
import { networks } from './networks.ts';
import { volumes } from './volumes.ts';

/** What is said to a real dockerd and to the engine alike. */
export const conversations: Readonly<Record<string, readonly Step[]>> = {
  networks,
  endpoints,
  ports,
  addresses,
  volumes,
};
