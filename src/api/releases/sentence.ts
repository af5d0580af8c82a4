import type { Engine } from '../../engine/engine.ts';

/** What was asked, where an error quotes it. */
export interface Spoken {
  readonly engine: Engine;
  readonly name: string;
  /** The `filters` parameter as it came. */
  readonly filters: string;
}

/** An error of 28.5, and how an older release words it. */
export interface Sentence {
  /** Default: all. */
  readonly operations?: readonly string[];
  readonly now: RegExp;
  /** With `$1` for what the pattern caught. */
  readonly before: string | ((message: string, spoken: Spoken) => string);
  readonly status?: number;
}
