import { api } from './api/api.ts';
import type { Engine } from './engine/engine.ts';
import type { Daemon } from './exchange/exchange.ts';

/** An engine stands for its API wherever a daemon is wanted. */
export function daemonOf(subject: Daemon | Engine): Daemon {
  return typeof subject === 'function' ? subject : api(subject);
}
