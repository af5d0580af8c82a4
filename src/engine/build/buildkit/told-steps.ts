import type { Engine } from '../../engine.ts';
import type { BuildWarning, SolveRequest, Vertex, VertexWarning } from './solve-request.ts';
import { digestOf, type Step } from './solver/operation.ts';

/** What clients know a step by. */
type Face = Pick<Vertex, 'digest' | 'inputs' | 'name'>;

/** Tells a build's client of its steps. */
export class ToldSteps {
  readonly #engine: Engine;
  readonly #tell: SolveRequest['tell'];

  constructor(engine: Engine, tell: SolveRequest['tell']) {
    this.#engine = engine;
    this.#tell = tell;
  }

  /** All that is going to be done: clients show what never began, too. */
  announce(steps: readonly Step[]): void {
    this.#tell({ vertexes: steps.map(faceOf) });
  }

  /** Runs one step of the graph, from its begin to its end. It may say that the cache had it all. */
  async of<T>(step: Step, work: (step: ToldStep) => Promise<T> | T): Promise<T> {
    return await this.#run(faceOf(step), work);
  }

  /** Tells what the linter says of a Dockerfile; it belongs to the step that loaded it. */
  warn(step: string, loaded: Pick<VertexWarning, 'filename' | 'dockerfile'>, warning: BuildWarning): void {
    this.#tell({ warnings: [{ ...warning, ...loaded, vertex: digestOf([step]) }] });
  }

  /** Runs what is a step to clients alone. */
  async run<T>(name: string, work: (step: ToldStep) => Promise<T> | T): Promise<T> {
    return await this.#run({ digest: digestOf([name]), inputs: [], name }, work);
  }

  async #run<T>(vertex: Face, work: (step: ToldStep) => Promise<T> | T): Promise<T> {
    const { digest } = vertex;
    const startedNs = this.#engine.clock.nowNs();
    this.#tell({ vertexes: [{ ...vertex, startedNs }] });
    const step = new ToldStep(this.#engine, this.#tell, digest);
    const completed = () => ({ startedNs, completedNs: this.#engine.clock.nowNs() });
    try {
      const result = await work(step);
      this.#tell({ vertexes: [{ ...vertex, ...completed(), cached: step.cached }] });
      return result;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#tell({ vertexes: [{ ...vertex, ...completed(), error: message }] });
      throw error;
    }
  }
}

const faceOf = ({ digest, inputs, name }: Step): Face => ({
  digest,
  inputs: inputs.map(input => input.digest),
  name,
});

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
