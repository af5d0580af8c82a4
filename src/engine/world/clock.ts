import type { HostTimers } from '../../support/host-timers.ts';
import { type Timer, TimerHeap } from './timer-heap.ts';

/**
 * `real` follows the host; `manual` stands still until `advance`; `auto` jumps to the next timer as soon as
 * nothing else can run and a call is waiting for it.
 */
export type ClockMode = 'real' | 'manual' | 'auto';

/** What a due timer does, by its kind. Kinds are registered once, so that a pending timer is plain data. */
export type TimerHandler = (key: string) => void;

export interface ClockState {
  readonly nowNs: bigint;
  readonly timers: TimerHeap;
}

/** Virtual clocks start here, unless told otherwise: 2026-01-01T00:00:00Z. */
const VIRTUAL_ORIGIN_NS = 1_767_225_600_000_000_000n;

/** How far a virtual clock moves at each reading, so that no two things happen at the same time. */
const READING_NS = 1_000n;

/** The engine's only source of time and of timers. */
export class Clock {
  readonly mode: ClockMode;
  readonly host: HostTimers;
  readonly #handlers = new Map<string, TimerHandler>();
  readonly #callbacks = new Map<number, () => void>();
  #timers: TimerHeap;
  #nowNs: bigint;
  /** Called when a timer was added, so that whoever drives the clock can look at it again. */
  onSchedule: () => void = () => {};

  constructor(mode: ClockMode, host: HostTimers, saved?: ClockState) {
    this.mode = mode;
    this.host = host;
    this.#timers = saved?.timers.fork() ?? new TimerHeap();
    this.#nowNs = saved?.nowNs ?? VIRTUAL_ORIGIN_NS;
    // A callback belongs to a caller of the engine it was made in; a copy of the engine has no such caller.
    this.handle('callback', key => {
      const callback = this.#callbacks.get(Number(key));
      this.#callbacks.delete(Number(key));
      callback?.();
    });
  }

  /** Nanoseconds since 1970, strictly greater at each reading. */
  nowNs(): bigint {
    this.#nowNs = this.mode === 'real' ? this.host.nowNs() : this.#nowNs + READING_NS;
    return this.#nowNs;
  }

  handle(kind: string, handler: TimerHandler): void {
    this.#handlers.set(kind, handler);
  }

  /** Calls the handler of `kind` with `key` once `delayNs` has passed. Part of the state: survives a fork. */
  schedule(kind: string, key: string, delayNs: bigint): number {
    const base = this.mode === 'real' ? this.nowNs() : this.#nowNs;
    const id = this.#timers.add(base + (delayNs > 0n ? delayNs : 0n), kind, key);
    this.onSchedule();
    return id;
  }

  cancel(timerId: number): void {
    this.#timers.cancel(timerId);
  }

  /** For a caller outside the state (a waiting stream): lost on fork and restore. Returns the cancellation. */
  after(delayNs: bigint, callback: () => void): () => void {
    const id = this.schedule('callback', '', delayNs);
    this.#timers.rekey(id, String(id));
    this.#callbacks.set(id, callback);
    return () => {
      this.#callbacks.delete(id);
      this.cancel(id);
    };
  }

  next(): Timer | undefined {
    return this.#timers.peek();
  }

  /** Fires the earliest timer, moving a virtual clock to its time. */
  fireNext(): void {
    const timer = this.#timers.pop();
    if (timer === undefined) return;
    this.moveTo(timer.atNs);
    this.#handlers.get(timer.kind)?.(timer.key);
  }

  /** Moves a virtual clock forward; never back. */
  moveTo(timeNs: bigint): void {
    if (this.mode !== 'real' && timeNs > this.#nowNs) this.#nowNs = timeNs;
  }

  /** The time of the last reading, without moving on. */
  lastNs(): bigint {
    return this.mode === 'real' ? this.host.nowNs() : this.#nowNs;
  }

  save(): ClockState {
    return { nowNs: this.#nowNs, timers: this.#timers.fork() };
  }
}
