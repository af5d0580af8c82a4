/** How long what is played waits for what the recording has before it. Recorded times are microseconds. */
export class Pace {
  readonly #scale: number;
  readonly #signal: AbortSignal;
  #recordedUs: number;
  #passedMs = performance.now();

  /** What was recorded at `recordedUs` comes now. `scale` is what recorded waiting is multiplied by. */
  constructor(recordedUs: number, scale: number, signal: AbortSignal) {
    this.#recordedUs = recordedUs;
    this.#scale = scale;
    this.#signal = signal;
  }

  /** What was recorded then, and what comes next followed, has just come. */
  came(recordedUs: number): void {
    this.#recordedUs = Math.max(this.#recordedUs, recordedUs);
    this.#passedMs = performance.now();
  }

  /** Waits until it is time for what was recorded then. */
  async until(recordedUs: number): Promise<void> {
    if (this.#scale === 0) return;
    const wholeMs = ((recordedUs - this.#recordedUs) * this.#scale) / 1000;
    await pause(wholeMs - (performance.now() - this.#passedMs), this.#signal);
    this.came(recordedUs);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> | undefined {
  if (ms < 1 || signal.aborted) return undefined;
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
