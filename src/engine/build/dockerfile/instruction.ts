import type { HealthConfig } from '../../containers/config.ts';

/** A command line: exec form, or a shell's. */
export interface CommandLine {
  readonly words: readonly string[];
  readonly isShell: boolean;
}

export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** ADD's and COPY's files. Heredocs are left out: the classic builder does not see them. */
export interface Transfer {
  readonly sources: readonly string[];
  readonly destination: string;
  readonly chown: string;
  readonly chmod: string;
  /** COPY's `--from`. */
  readonly from: string;
}

export type InstructionBody =
  | { readonly kind: 'add' | 'copy'; readonly transfer: Transfer }
  | { readonly kind: 'arg'; readonly args: ReadonlyArray<{ readonly name: string; readonly value?: string }> }
  | { readonly kind: 'cmd' | 'entrypoint'; readonly command: CommandLine }
  | { readonly kind: 'env'; readonly pairs: readonly Pair[] }
  | { readonly kind: 'expose'; readonly ports: readonly string[] }
  | { readonly kind: 'from'; readonly image: string; readonly stage: string; readonly platform: string }
  | { readonly kind: 'healthcheck'; readonly health: HealthConfig }
  /** `isFinal`: from `--label`, nothing is put into it. */
  | { readonly kind: 'label'; readonly pairs: readonly Pair[]; readonly isFinal?: true }
  | { readonly kind: 'maintainer' | 'onbuild' | 'stopsignal' | 'user' | 'workdir'; readonly text: string }
  | { readonly kind: 'run'; readonly command: CommandLine; readonly flags: readonly string[] }
  | { readonly kind: 'shell'; readonly shell: readonly string[] }
  | { readonly kind: 'volume'; readonly paths: readonly string[] };

/** An instruction that is right in itself. */
export type Instruction = InstructionBody & {
  /** Its line, which the build shows. */
  readonly code: string;
};

export type InstructionOf<K extends Instruction['kind']> = Instruction & { readonly kind: K };
