import type { Program } from './system-call.ts';

/**
 * The programs that simulated executables stand for. Not part of the state: an engine and its copies share it, so
 * that a copy can run them again.
 */
export class ProgramTable {
  readonly #byName = new Map<string, Program>();
  readonly #byPath = new Map<string, Program>();
  #below: ProgramTable | undefined;

  /** A command, found by the base name of an executable: `sh`, `ls`. It comes before a built-in one of that name. */
  addCommand(name: string, program: Program): void {
    this.#byName.set(name, program);
  }

  /**
   * A program for the executable at `path` in containers that were created with the reference `image`, or in all
   * (`*`). The file has to be there and executable; what is in it does not matter.
   */
  addAtPath(image: string, path: string, program: Program): void {
    this.#byPath.set(pathKey(image, path), program);
  }

  /** Looks in `below` for what is not in this table. */
  fallBackTo(below: ProgramTable): void {
    this.#below = below;
  }

  /** The key of the program for a path, if one was registered. */
  keyForPath(image: string, path: string): string | undefined {
    const own = [pathKey(image, path), pathKey('*', path)].find(key => this.#byPath.has(key));
    return own ?? this.#below?.keyForPath(image, path);
  }

  hasCommand(name: string): boolean {
    return this.#byName.has(name) || (this.#below?.hasCommand(name) ?? false);
  }

  /** By command name, or by a key from `keyForPath`. */
  get(key: string): Program | undefined {
    return this.#byName.get(key) ?? this.#byPath.get(key) ?? this.#below?.get(key);
  }
}

const pathKey = (image: string, path: string) => `${image}:${path}`;
