import type { HealthConfig } from '../../containers/config.ts';
import type { Heredoc, LineRange } from './node.ts';

/** A command line: exec form, or a shell's. */
export interface CommandLine {
  readonly words: readonly string[];
  readonly isShell: boolean;
}

export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** A file whose content stands in the Dockerfile. */
export interface InlineDocument {
  readonly name: string;
  readonly content: string;
  /** Variables are put into it. */
  readonly expand: boolean;
}

/** ADD's and COPY's files. The classic builder does not see the documents. */
export interface Transfer {
  readonly sources: readonly string[];
  readonly documents: readonly InlineDocument[];
  readonly destination: string;
  readonly chown: string;
  readonly chmod: string;
  /** COPY's `--from`. */
  readonly from: string;
  /** Patterns of what is left out. */
  readonly exclude: readonly string[];
  /** ADD's `--checksum`. */
  readonly checksum: string;
  /** ADD's `--unpack`; undefined: archives of the context are unpacked. */
  readonly unpack?: boolean;
}

export type InstructionBody =
  | { readonly kind: 'add' | 'copy'; readonly transfer: Transfer }
  | { readonly kind: 'arg'; readonly args: ReadonlyArray<{ readonly name: string; readonly value?: string }> }
  | { readonly kind: 'cmd' | 'entrypoint'; readonly command: CommandLine }
  | { readonly kind: 'env'; readonly pairs: readonly Pair[]; readonly isLegacy?: true }
  | { readonly kind: 'expose'; readonly ports: readonly string[] }
  | { readonly kind: 'from'; readonly image: string; readonly stage: string; readonly platform: string }
  | { readonly kind: 'healthcheck'; readonly health: HealthConfig }
  /** `isFinal`: from `--label`, nothing is put into it. */
  | {
      readonly kind: 'label';
      readonly pairs: readonly Pair[];
      readonly isFinal?: true;
      readonly isLegacy?: true;
    }
  | { readonly kind: 'maintainer' | 'onbuild' | 'stopsignal' | 'user' | 'workdir'; readonly text: string }
  | {
      readonly kind: 'run';
      readonly command: CommandLine;
      /** The flags' names, as the classic builder refuses them. */
      readonly flags: readonly string[];
      readonly mounts: readonly string[];
      /** `default`, `none` or `host`. */
      readonly network: string;
      readonly heredocs: readonly Heredoc[];
    }
  | { readonly kind: 'shell'; readonly shell: readonly string[] }
  | { readonly kind: 'volume'; readonly paths: readonly string[] };

/** An instruction that is right in itself. */
export type Instruction = InstructionBody & {
  /** Its line, which the build shows. */
  readonly code: string;
  /** In the Dockerfile, where it stands in one. */
  readonly lines?: LineRange;
};

export type InstructionOf<K extends Instruction['kind']> = Instruction & { readonly kind: K };
