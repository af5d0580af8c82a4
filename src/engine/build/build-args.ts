/** Known without an ARG, and left out of the history (moby builder/dockerfile/buildargs.go). */
const PREDEFINED = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap(name => [
  name,
  name.toLowerCase(),
]);

type Given = ReadonlyMap<string, string | null>;

/** The build's arguments as one stage sees them. */
export class BuildArgs {
  readonly #given: Given;
  /** Declared in this stage, with their defaults. */
  readonly #declared = new Map<string, string | undefined>();
  /** Declared before the first FROM. */
  readonly #global: Map<string, string | undefined>;
  readonly #referenced: Set<string>;

  constructor(given: Given, global = new Map<string, string | undefined>(), referenced = new Set<string>()) {
    this.#given = given;
    this.#global = global;
    this.#referenced = referenced;
  }

  /** Those of the next stage, where only what stands before the first FROM is known yet. */
  nextStage(): BuildArgs {
    return new BuildArgs(this.#given, this.#global, this.#referenced);
  }

  declare(name: string, value: string | undefined): void {
    this.#declared.set(name, value);
    this.#referenced.add(name);
  }

  declareGlobal(name: string, value: string | undefined): void {
    this.declare(name, value);
    this.#global.set(name, value);
  }

  /** What instructions may use. */
  allowed(): Map<string, string> {
    return this.#values(this.#declared);
  }

  /** What FROM may use. */
  global(): Map<string, string> {
    return this.#values(this.#global);
  }

  /** `NAME=value` of what the environment does not set. */
  beside(env: readonly string[]): string[] {
    const set = new Set(env.map(entry => entry.split('=', 1)[0]));
    return [...this.allowed()].filter(([name]) => !set.has(name)).map(([name, value]) => `${name}=${value}`);
  }

  /** A predefined one counts only where the Dockerfile declares it. */
  isInHistory(name: string): boolean {
    return this.#declared.has(name) || !PREDEFINED.includes(name);
  }

  /** Given, and never asked for. */
  unused(): string[] {
    const isUsed = (name: string) => this.#referenced.has(name) || PREDEFINED.includes(name);
    return [...this.#given.keys()].filter(name => !isUsed(name)).sort();
  }

  #values(declared: ReadonlyMap<string, string | undefined>): Map<string, string> {
    const values = new Map<string, string>();
    for (const name of new Set([...declared.keys(), ...PREDEFINED])) {
      const value = this.#given.get(name) ?? declared.get(name) ?? this.#global.get(name);
      if (value !== undefined) values.set(name, value);
    }
    return values;
  }
}
