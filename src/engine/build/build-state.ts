import type { ContainerConfig } from '../containers/config.ts';
import type { Engine } from '../engine.ts';
import type { OutputChunk } from '../exec/output-hub.ts';
import type { Platform } from '../images/platform.ts';
import type { Progress } from '../images/progress.ts';
import type { BuildArgs } from './build-args.ts';
import type { BuildContext } from './build-context.ts';
import type { BuildRequest } from './build-request.ts';
import type { Prober } from './prober.ts';

/** One run of the classic builder. */
export interface Build {
  readonly engine: Engine;
  readonly request: BuildRequest;
  readonly context: BuildContext;
  readonly escapeToken: string;
  readonly platform: Platform | undefined;
  readonly prober: Prober;
  /** Stages that are done, with their names in lower case. */
  readonly done: Array<{ readonly name: string; readonly imageId: string }>;
  /** Containers of steps that are still there. */
  readonly containers: Set<string>;
  /** Takes what commands write, where it is not told among the rest. */
  readonly output?: (chunk: OutputChunk) => void;
  /** The client went away. */
  readonly signal: AbortSignal;
}

/** What a stage has come to. */
export interface StageState {
  readonly args: BuildArgs;
  config: ContainerConfig;
  maintainer: string;
  /** The stage said CMD itself: ENTRYPOINT leaves it alone. */
  hasCommand: boolean;
  /** Empty for scratch. */
  imageId: string;
}

/** What a build tells on its way. */
export type Told<T = void> = AsyncGenerator<Progress, T>;

export const line = (text: string): Progress => ({ stream: `${text}\n` });

export const shortId = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);
