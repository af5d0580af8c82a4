import { shapeJson } from '../../../../support/go-json/shape.ts';
import type { ContainerConfig } from '../../../containers/config.ts';
import { containerConfigSchema } from '../../../containers/config-schema.ts';
import type { ImageConfig } from '../../../images/image.ts';
import { DEFAULT_PATH } from '../../base-image.ts';
import type { LineRange } from '../../dockerfile/node.ts';
import type { Step } from '../solver/operation.ts';

/** A line of an image's history as the OCI image specification has it. */
export interface HistoryEntry {
  /** Missing until the layer that it made is known; RFC 3339. */
  readonly created?: string;
  readonly created_by?: string;
  readonly author?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

/** What a stage has come to. */
export interface StageState {
  /** What its files are made by; undefined for nothing at all. */
  step: Step | undefined;
  /** The environment of its commands, build arguments among it, in the order they were set. */
  readonly env: Map<string, string>;
  /** Build arguments as they were declared, for the history. */
  readonly declared: Array<{ readonly name: string; readonly value: string | undefined }>;
  config: ContainerConfig;
  /** The stage said CMD itself: ENTRYPOINT leaves it alone. */
  hasCommand: boolean;
  /** Where instructions stand of which only the last counts, by name. */
  readonly usedOnce: Map<string, LineRange>;
  /** WORKDIR was said. */
  hasWorkdir: boolean;
  /** A command line was given: old images had it escaped for Windows. */
  argsEscaped: boolean;
  author: string;
  readonly history: HistoryEntry[];
  readonly os: string;
  readonly architecture: string;
  readonly variant: string;
}

/** What a stage begins with: an image's configuration. */
export function stateOver(image: ImageConfig, step: Step | undefined): StageState {
  const config = shapeJson(containerConfigSchema, image.config ?? {}) as ContainerConfig;
  const state: StageState = {
    step,
    env: new Map(),
    declared: [],
    config,
    hasCommand: false,
    usedOnce: new Map(),
    hasWorkdir: false,
    argsEscaped: image.config?.ArgsEscaped === true,
    author: image.author ?? '',
    history: (image.history ?? []).map(historyOf),
    os: image.os ?? 'linux',
    architecture: image.architecture ?? 'amd64',
    variant: image.variant ?? '',
  };
  return completed(state);
}

/** A stage over an earlier one. What that one left for ONBUILD is done here, and not handed on. */
export function stateOverStage(base: StageState): StageState {
  return completed({
    ...base,
    env: new Map(base.env),
    declared: [...base.declared],
    config: { ...structuredClone(base.config), OnBuild: null },
    hasCommand: false,
    usedOnce: new Map(),
    history: [...base.history],
  });
}

/** BuildKit's commands always have a PATH, and see what the image sets. */
function completed(state: StageState): StageState {
  const { config, env } = state;
  if (!(config.Env ?? []).some(entry => entry.startsWith('PATH='))) {
    config.Env = [...(config.Env ?? []), DEFAULT_PATH];
  }
  for (const entry of config.Env ?? []) {
    const equals = entry.indexOf('=');
    setVariable(env, entry.slice(0, equals), entry.slice(equals + 1));
  }
  return state;
}

/** The newest comes last. */
export function setVariable(env: Map<string, string>, name: string, value: string): void {
  env.delete(name);
  env.set(name, value);
}

/** As Go reads it into the specification's struct and writes it again. */
function historyOf({ created, created_by, author, comment, empty_layer }: HistoryEntry): HistoryEntry {
  return {
    ...(created && { created }),
    ...(created_by && { created_by }),
    ...(author && { author }),
    ...(comment && { comment }),
    ...(empty_layer && { empty_layer }),
  };
}
