import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';

const STEP = 2 ** 20;

/** What a program holds, told to the kernel a mebibyte at a time: small things are free. */
export class HeldMemory {
  #held = 0;
  #told = 0;

  /** `bytes` more than before; fewer where it is negative. */
  *add(bytes: number): Sys<void> {
    this.#held += bytes;
    const more = this.#held - this.#told;
    if (Math.abs(more) < STEP) return;
    this.#told = this.#held;
    yield* sys.grow(more);
  }

  /** All of it is free again. */
  *release(): Sys<void> {
    const told = this.#told;
    this.#held = 0;
    this.#told = 0;
    if (told !== 0) yield* sys.grow(-told);
  }
}
