/** Waits as long as a recorded client or daemon did; not for less than a millisecond. */
export function pause(us: number, signal: AbortSignal): Promise<void> | undefined {
  if (us < 1000 || signal.aborted) return undefined;
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, us / 1000);
    signal.addEventListener('abort', done);
  });
}
