import type { PlacedFrame, RecordedExchange } from './recorded-exchange.ts';

/** How far a client has come with an exchange, or a call of gRPC, in this run. */
export interface Progress {
  asked: boolean;
  bodyRead: boolean;
  /** Bytes; messages of a call. */
  input: number;
  inputEnded: boolean;
  gone: boolean;
}

export function freshProgress(): Progress {
  return { asked: false, bodyRead: false, input: 0, inputEnded: false, gone: false };
}

/** What a client did at a place of the recording, which may have caused another exchange's output. */
export interface Cause {
  readonly at: number;
  /** When it was done, in microseconds of the recording. */
  readonly t: number;
  /** Whose progress shows whether it has been done again. */
  readonly of: object;
  readonly happened: (progress: Progress) => boolean;
}

/** Requests that change something, and what is typed. */
export function causesOf(exchange: RecordedExchange): Cause[] {
  const { at, request, frames } = exchange;
  const asks = /^(GET|HEAD)$/.test(request.method)
    ? []
    : [{ at, t: request.t, of: exchange, happened: wasAsked }];
  const typed = frames
    .filter(({ frame }) => /^input-(bytes|end)$/.test(frame.kind))
    .map(placed => ({
      at: placed.at,
      t: placed.frame.t,
      of: exchange,
      happened: (now: Progress) => happened(placed, now),
    }));
  return [...asks, ...typed];
}

/** Whether what a client sent has been sent again. */
export function happened({ frame, total }: PlacedFrame, progress: Progress): boolean {
  if (progress.gone) return true;
  switch (frame.kind) {
    case 'input-bytes':
      return progress.input >= total || progress.inputEnded;
    case 'input-end':
      return progress.inputEnded;
    case 'request-end':
      return progress.bodyRead;
    default:
      return progress.asked;
  }
}

function wasAsked({ gone, asked }: Progress): boolean {
  return gone || asked;
}

/** What clients have sent so far, and who waits for more. */
export class Timeline {
  readonly #progress = new Map<object, Progress>();
  readonly #causes: readonly Cause[];
  #waiting = new Set<() => void>();

  constructor(causes: readonly Cause[]) {
    this.#causes = causes.toSorted((a, b) => a.at - b.at);
  }

  of(exchange: object): Progress {
    const known = this.#progress.get(exchange);
    if (known !== undefined) return known;
    const fresh = freshProgress();
    this.#progress.set(exchange, fresh);
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

  /** Whether all that was done between two places of the recording has been done again, but for what `exchange` did. */
  othersDid(exchange: object, from: number, to: number): boolean {
    for (let index = this.#firstAfter(from); index < this.#causes.length; index += 1) {
      const cause = this.#causes[index] as Cause;
      if (cause.at >= to) return true;
      if (cause.of !== exchange && !cause.happened(this.of(cause.of))) return false;
    }
    return true;
  }

  /** When the last of all causes before a place of the recording was done. */
  lastBefore(at: number): number {
    return this.#causes[this.#firstAfter(at - 1) - 1]?.t ?? 0;
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
