import type { Listeners } from '../../support/listeners.ts';
import type { Engine } from '../engine.ts';
import { unavailable } from '../errors.ts';

export interface Patience {
  readonly timeoutNs?: bigint;
  /** The client that waits; its going away ends the wait. */
  readonly signal?: AbortSignal;
  /** Called at the very moment, before anything else happens to the container: Docker logs `stop` before `die`. */
  readonly onNotified?: () => void;
}

/**
 * The next notification for a container; `undefined` after the timeout, or when the client went away. Listens from
 * the call on, so that what the caller does next cannot be missed; hand the promise to `driver.wait`.
 */
export function listenOnce<T>(
  engine: Engine,
  listeners: Listeners<T>,
  containerId: string,
  { timeoutNs, signal, onNotified }: Patience = {},
): Promise<T | undefined> {
  const promise = new Promise<T | undefined>((resolve, reject) => {
    const release = () => {
      cancelTimer?.();
      stopListening();
      signal?.removeEventListener('abort', giveUp);
      forget();
    };
    const giveUp = () => {
      release();
      resolve(undefined);
    };
    const refuse = () => {
      release();
      reject(unavailable('the engine was closed'));
    };
    const cancelTimer = timeoutNs === undefined ? undefined : engine.clock.after(timeoutNs, giveUp);
    const stopListening = listeners.listen(containerId, result => {
      release();
      onNotified?.();
      resolve(result);
    });
    signal?.addEventListener('abort', giveUp);
    const forget = engine.live.onClose(refuse);
    if (signal?.aborted) giveUp();
    else if (engine.live.isClosed) refuse();
  });
  // Who listens and is then stopped by an error of its own never comes to wait.
  promise.catch(() => {});
  return promise;
}
