import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Engine } from '../../engine.ts';
import type { SolveRequest, Vertex } from './solve-request.ts';

/** Tells a build's client of its steps. */
export class ToldSteps {
  readonly #engine: Engine;
  readonly #tell: SolveRequest['tell'];
  readonly #bases = new Map<string, string>();

  constructor(engine: Engine, tell: SolveRequest['tell']) {
    this.#engine = engine;
    this.#tell = tell;
  }

  /** A base image, which is there by now: told where the first stage begins with it. Gives its digest. */
  base(reference: string, name: string): string {
    const known = this.#bases.get(reference);
    if (known !== undefined) return known;
    const digest = digestOf([reference]);
    this.#bases.set(reference, digest);
    const startedNs = this.#engine.clock.nowNs();
    const times = { startedNs, completedNs: startedNs };
    this.#tell({ vertexes: [{ digest, inputs: [], name, cached: true, ...times }] });
    return digest;
  }

  /** Runs one step, from its begin to its end. It may say that the cache had it all. */
  async run<T>(
    name: string,
    inputs: readonly string[],
    work: (step: ToldStep) => Promise<T> | T,
  ): Promise<T> {
    const digest = digestOf([name, inputs]);
    const vertex: Vertex = { digest, inputs, name };
    const startedNs = this.#engine.clock.nowNs();
    this.#tell({ vertexes: [vertex] });
    this.#tell({ vertexes: [{ ...vertex, startedNs }] });
    const step = new ToldStep(this.#engine, this.#tell, digest);
    try {
      const result = await work(step);
      const completedNs = this.#engine.clock.nowNs();
      this.#tell({ vertexes: [{ ...vertex, startedNs, completedNs, cached: step.cached }] });
      return result;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const completedNs = this.#engine.clock.nowNs();
      this.#tell({ vertexes: [{ ...vertex, startedNs, completedNs, error: message }] });
      throw error;
    }
  }
}

const digestOf = (facts: unknown): string =>
  `sha256:${bytesToHex(sha256(new TextEncoder().encode(JSON.stringify(facts))))}`;

/** A step while it goes on. */
export class ToldStep {
  readonly digest: string;
  cached = false;
  readonly #engine: Engine;
  readonly #tell: SolveRequest['tell'];

  constructor(engine: Engine, tell: SolveRequest['tell'], digest: string) {
    this.#engine = engine;
    this.#tell = tell;
    this.digest = digest;
  }

  log(stream: 1 | 2, data: Uint8Array): void {
    this.#tell({ logs: [{ vertex: this.digest, timestampNs: this.#engine.clock.nowNs(), stream, data }] });
  }

  /** A part of the step, which is done. */
  did(id: string, current = 0): void {
    const nowNs = this.#engine.clock.nowNs();
    const times = { timestampNs: nowNs, startedNs: nowNs, completedNs: nowNs };
    this.#tell({ statuses: [{ id, vertex: this.digest, current, ...times }] });
  }
}
