import type { Clock } from './clock.ts';

/** What the driver runs between timers: the processes that can run now. */
export interface Runnable {
  /** Runs at most `maxSteps` steps; true while something can still run. */
  run(maxSteps: number): boolean;
  /** A program waits for a promise of the host: no virtual time may pass until it is settled. */
  readonly holdsTime?: boolean;
  /** Called when something can run again and nothing runs it yet. */
  onRunnable: () => void;
}

/** Steps before the host's event loop gets a turn: a busy container may not stall anyone (some 3 ms, where steps are as small as a shell's). */
const STEPS_A_TURN = 2_000;

/** The virtual time that a turn takes whose steps were all used: 10 us a step, so that busy loops see time pass. */
const BUSY_TURN_NS = 20_000_000n;

const FOR_EVER_NS = 2n ** 62n;

/** How much virtual time `idle` lets pass at most, since a health check never ends. */
const IDLE_HORIZON_NS = 3_600_000_000_000n;

/** Runs processes and timers: in the call that caused them where it can, on the host's event loop otherwise. */
export class Driver {
  readonly #clock: Clock;
  readonly #processes: Runnable;
  #waiting = 0;
  /** The last turn used all its steps. */
  #busy = false;
  #turnPending = false;
  #cancelHostTimer: (() => void) | undefined;
  #hostTimerAtNs: bigint | undefined;
  #stopped = false;

  constructor(clock: Clock, processes: Runnable) {
    this.#clock = clock;
    this.#processes = processes;
    clock.onSchedule = () => this.#arm();
    processes.onRunnable = () => this.#takeTurnLater();
  }

  /** Runs what can run now; what is left over goes on at a later turn. Every API call ends with it. */
  settle(): void {
    this.#busy = this.#processes.run(STEPS_A_TURN);
    if (this.#busy) this.#takeTurnLater();
    else this.#arm();
  }

  /** Marks `promise` as something a client waits for: an `auto` clock jumps until it is settled. */
  async wait<T>(promise: Promise<T>): Promise<T> {
    this.#waiting += 1;
    this.settle();
    try {
      return await promise;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Moves a manual (or auto) clock by `ms`, firing each timer at its own time and letting callers go on between. */
  async advance(ms: number): Promise<void> {
    if (this.#clock.mode === 'real') {
      throw new Error("engine.advance() needs a virtual clock: create the engine with { clock: 'manual' }");
    }
    if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY)) {
      throw new Error(`engine.advance(${ms}): say how many milliseconds pass, from 0 on`);
    }
    this.settle();
    const endNs = this.#clock.lastNs() + BigInt(Math.round(ms * 1e6));
    await this.#runUntil(endNs);
    this.#clock.moveTo(endNs);
  }

  /** Resolves once nothing can run; with an `auto` clock, once no timer is left either (or an hour has passed). */
  async idle(): Promise<void> {
    const horizon = this.#clock.mode === 'auto' ? this.#clock.lastNs() + IDLE_HORIZON_NS : 0n;
    await this.#runUntil(horizon);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelHostTimer?.();
  }

  async #runUntil(endNs: bigint): Promise<void> {
    for (;;) {
      while (this.#processes.run(STEPS_A_TURN)) {
        await this.#turn();
        if (this.#spendBusyTurn(endNs) === 'end') return;
      }
      await this.#turn();
      if (this.#processes.run(0) || this.#processes.holdsTime) continue;
      const next = this.#clock.next();
      if (next === undefined || next.atNs > endNs) return;
      this.#clock.fireNext();
    }
  }

  /** Lets the time of a busy turn pass, up to `endNs`, and fires what is due by then. */
  #spendBusyTurn(endNs: bigint): 'end' | 'before the end' {
    const afterNs = this.#clock.lastNs() + BUSY_TURN_NS;
    this.#clock.moveTo(afterNs < endNs ? afterNs : endNs);
    this.#fireDue();
    return this.#clock.lastNs() >= endNs ? 'end' : 'before the end';
  }

  #turn(): Promise<void> {
    return new Promise(resolve => this.#clock.host.defer(resolve));
  }

  #arm(): void {
    const next = this.#clock.next();
    if (next === undefined || this.#stopped || this.#clock.mode === 'manual') return;
    if (this.#clock.mode === 'auto') {
      if (this.#waiting > 0 && !this.#processes.holdsTime) this.#takeTurnLater();
      return;
    }
    if (this.#hostTimerAtNs !== undefined && this.#hostTimerAtNs <= next.atNs) return;
    this.#cancelHostTimer?.();
    this.#hostTimerAtNs = next.atNs;
    const delayMs = Number(next.atNs - this.#clock.lastNs()) / 1e6;
    this.#cancelHostTimer = this.#clock.host.after(Math.max(0, Math.ceil(delayMs)), () => {
      this.#hostTimerAtNs = undefined;
      this.#takeTurn();
    });
  }

  #takeTurnLater(): void {
    if (this.#turnPending || this.#stopped) return;
    this.#turnPending = true;
    this.#clock.host.defer(() => {
      this.#turnPending = false;
      this.#takeTurn();
    });
  }

  #takeTurn(): void {
    if (this.#stopped) return;
    const isBusy = this.#processes.run(0);
    if (this.#clock.mode === 'real') this.#fireDue();
    else if (this.#clock.mode === 'auto' && this.#busy && isBusy) this.#spendBusyTurn(FOR_EVER_NS);
    else if (this.#clock.mode === 'auto' && this.#waiting > 0 && !isBusy && !this.#processes.holdsTime) {
      this.#clock.fireNext();
    }
    this.settle();
  }

  #fireDue(): void {
    const nowNs = this.#clock.lastNs();
    for (let next = this.#clock.next(); next !== undefined && next.atNs <= nowNs; next = this.#clock.next()) {
      this.#clock.fireNext();
    }
  }
}
