/** What the host's event loop gives to an engine: the time of day, a timer, and a turn of the loop. */
export interface HostTimers {
  /** Nanoseconds since 1970, strictly greater at each call. */
  nowNs(): bigint;
  /** Calls back once after `delayMs`; the returned function cancels. A pending timer does not keep Node alive. */
  after(delayMs: number, callback: () => void): () => void;
  /** Calls back on a later turn of the event loop, so that I/O is served in between. */
  defer(callback: () => void): void;
}

// Captured when the module loads, so that vi.useFakeTimers() cannot stop a real clock later.
const hostNow = Date.now;
const hostSetTimeout = globalThis.setTimeout;
const hostClearTimeout = globalThis.clearTimeout;
const hostSetImmediate = (globalThis as { setImmediate?: (callback: () => void) => unknown }).setImmediate;
const performanceNow = performance.now.bind(performance);

export function hostTimers(): HostTimers {
  const originMs = hostNow() - performanceNow();
  let last = 0n;
  return {
    nowNs() {
      const now = BigInt(Math.round((originMs + performanceNow()) * 1000)) * 1000n;
      last = now > last ? now : last + 1n;
      return last;
    },
    after(delayMs, callback) {
      const timer = hostSetTimeout(callback, Math.min(delayMs, 0x7fffffff));
      (timer as { unref?: () => void }).unref?.();
      return () => hostClearTimeout(timer);
    },
    defer(callback) {
      if (hostSetImmediate) hostSetImmediate(callback);
      else hostSetTimeout(callback, 0);
    },
  };
}
