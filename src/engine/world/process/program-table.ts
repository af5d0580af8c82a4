import type { Program } from './system-call.ts';

/** The programs that simulated executables stand for. Not part of the state: a copy of an engine shares it. */
export class ProgramTable {
  readonly #byName = new Map<string, Program>();
  readonly #byPath = new Map<string, Program>();

  /** A built-in command, found by the base name of the executable: `sh`, `ls`. */
  addCommand(name: string, program: Program): void {
    this.#byName.set(name, program);
  }

  /** A program for the executable at `path`, in images whose reference is `image`, or in all (`*`). */
  addAtPath(image: string, path: string, program: Program): void {
    this.#byPath.set(pathKey(image, path), program);
  }

  /** The key of the program for a path, if one was registered. */
  keyForPath(image: string, path: string): string | undefined {
    return [pathKey(image, path), pathKey('*', path)].find(key => this.#byPath.has(key));
  }

  hasCommand(name: string): boolean {
    return this.#byName.has(name);
  }

  /** By command name, or by a key from `keyForPath`. */
  get(key: string): Program | undefined {
    return this.#byName.get(key) ?? this.#byPath.get(key);
  }
}

const pathKey = (image: string, path: string) => `${image}:${path}`;
