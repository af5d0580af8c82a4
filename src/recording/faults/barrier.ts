/** Holds calls until a test lets them go, so that a race comes out the same way every time. */
export interface Barrier {
  /** Resolves when the first call has arrived and waits. */
  readonly reached: Promise<void>;
  /** How many calls wait now. */
  readonly waiting: number;
  /** Lets the waiting calls go on, and all later ones pass. */
  release(): void;
  /** Waits for the release; rejects once `signal` is aborted. */
  pass(signal: AbortSignal): Promise<void>;
}

/**
 * @example
 * const gate = barrier();
 * const daemon = faults([{ on: 'GET /containers/json', fault: { kind: 'hold', barrier: gate } }], api(engine));
 * const list = docker.listContainers();
 * await gate.reached;
 * await container.remove(); // between the client's list and its answer
 * gate.release();
 */
export function barrier(): Barrier {
  const arrival = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  let waiting = 0;
  return {
    reached: arrival.promise,
    get waiting() {
      return waiting;
    },
    release: () => release.resolve(),
    async pass(signal) {
      waiting += 1;
      arrival.resolve();
      try {
        await Promise.race([release.promise, aborted(signal)]);
      } finally {
        waiting -= 1;
      }
    },
  };
}

/** Rejects when `signal` is aborted; never resolves. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(new Error('the client went away'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
