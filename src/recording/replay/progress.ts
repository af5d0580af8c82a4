import type { PlacedFrame, RecordedExchange } from './recorded-exchange.ts';

/** How far a client has come with an exchange in this run. */
export interface Progress {
  asked: boolean;
  bodyRead: boolean;
  input: number;
  inputEnded: boolean;
  gone: boolean;
}

interface Cause {
  readonly at: number;
  readonly x: number;
  /** `undefined` for the request itself. */
  readonly placed: PlacedFrame | undefined;
}

/** What clients have sent so far, and who waits for more. */
export class Timeline {
  readonly #progress = new Map<number, Progress>();
  /** Requests that change something, and what is typed: what may cause another exchange's output. */
  readonly #causes: Cause[] = [];
  #waiting = new Set<() => void>();

  constructor(exchanges: readonly RecordedExchange[]) {
    for (const { x, at, request, frames } of exchanges) {
      if (!/^(GET|HEAD)$/.test(request.method)) this.#causes.push({ at, x, placed: undefined });
      for (const placed of frames) {
        if (/^input-(bytes|end)$/.test(placed.frame.kind)) this.#causes.push({ at: placed.at, x, placed });
      }
    }
    this.#causes.sort((a, b) => a.at - b.at);
  }

  of(x: number): Progress {
    const known = this.#progress.get(x);
    if (known !== undefined) return known;
    const fresh = { asked: false, bodyRead: false, input: 0, inputEnded: false, gone: false };
    this.#progress.set(x, fresh);
    return fresh;
  }

  /** To be called after any change of a progress. */
  changed(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** Resolves once a condition holds that changes of progress can make true, or nothing changed for `patienceMs`. */
  async until(condition: () => boolean, patienceMs: number | undefined): Promise<void> {
    while (!condition()) {
      const woken = await new Promise<boolean>(resolve => {
        const timer = patienceMs === undefined ? undefined : setTimeout(resolve, patienceMs, false);
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve(true);
        });
      });
      if (!woken) return;
    }
  }

  /** Whether all that other clients did between two places of the recording has been done again. */
  othersDid(x: number, from: number, to: number): boolean {
    for (let index = this.#firstAfter(from); index < this.#causes.length; index += 1) {
      const cause = this.#causes[index] as Cause;
      if (cause.at >= to) return true;
      if (cause.x !== x && !this.#happened(cause.x, cause.placed)) return false;
    }
    return true;
  }

  /** Whether what the same client sent has been sent again. */
  happened(x: number, placed: PlacedFrame): boolean {
    return this.#happened(x, placed);
  }

  #happened(x: number, placed: PlacedFrame | undefined): boolean {
    const progress = this.of(x);
    if (progress.gone) return true;
    switch (placed?.frame.kind) {
      case 'input-bytes':
        return progress.input >= placed.total || progress.inputEnded;
      case 'input-end':
        return progress.inputEnded;
      case 'request-end':
        return progress.bodyRead;
      case 'request-bytes':
        return progress.asked;
      default:
        return progress.asked;
    }
  }

  #firstAfter(at: number): number {
    let low = 0;
    let high = this.#causes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#causes[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
