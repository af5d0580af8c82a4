import { DockerError, invalidParameter } from '../../../errors.ts';
import { type Platform, parsePlatform } from '../../../images/platform.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import type { Instruction } from '../../dockerfile/instruction.ts';
import type { LineRange } from '../../dockerfile/node.ts';
import type { Stage } from '../../dockerfile/stages.ts';
import { suggestion } from '../../dockerfile/suggest.ts';
import type { FrontendOptions } from './frontend-options.ts';
import { at, locate } from './located.ts';
import { mountSource } from './run-mounts.ts';

/** A stage and what it needs, or an image that COPY or RUN take files from. */
export interface PlannedStage {
  /** In lower case; empty where it has none. */
  readonly name: string;
  /** As its steps show it; empty for the only one. */
  shownName: string;
  /** What FROM says, its variables put in. */
  readonly baseName: string;
  readonly base: PlannedStage | undefined;
  readonly platform: Platform | undefined;
  /** `--build-context NAME=...`: takes the stage's place. */
  readonly context: string | undefined;
  /** FROM's, or those of the instruction that names the image. */
  readonly lines: LineRange | undefined;
  /** Those of ONBUILD first. */
  commands: PlannedCommand[];
  /** How many of its steps are counted. */
  total: number;
  readonly ignoreCache: boolean;
  /** Not a stage of the Dockerfile: an image that one of its instructions names. */
  readonly isImage: boolean;
}

export interface PlannedCommand {
  readonly instruction: Instruction;
  /** One for COPY --from, one for each mount of RUN. */
  readonly sources: readonly PlannedStage[];
  readonly isOnBuild: boolean;
}

/** Those that BuildKit shows as steps of their own: what changes files. */
const COUNTED: ReadonlySet<Instruction['kind']> = new Set(['add', 'copy', 'run', 'workdir']);

/** All stages of a build and how they hang together (buildkit dockerfile2llb/convert.go). */
export class StagePlan {
  /** In the Dockerfile's order; images that its instructions name come after. */
  readonly stages: PlannedStage[] = [];
  readonly #options: FrontendOptions;

  constructor(
    stages: readonly Stage[],
    options: FrontendOptions,
    globalArgs: ReadonlyMap<string, string>,
    escapeToken: string,
  ) {
    this.#options = options;
    const expand = (word: string) => expandWord(word, globalArgs, { escapeToken });
    for (const [index, stage] of stages.entries()) this.stages.push(this.#plan(stage, index, expand));
    for (const [index, { instructions }] of stages.entries()) {
      const planned = this.stages[index] as PlannedStage;
      if (planned.context === undefined)
        planned.commands = instructions.map(each => this.command(each, false));
    }
    refuseCircles(this.stages);
    const [only] = this.stages;
    if (only !== undefined && this.stages.length === 1) only.shownName = '';
  }

  /** The stage that is asked for; the last one unless said. */
  get target(): PlannedStage {
    const { target } = this.#options;
    const declared = this.stages.filter(({ isImage }) => !isImage);
    if (target === '') return declared.at(-1) as PlannedStage;
    const found = this.named(target);
    if (found !== undefined) return found;
    const names = declared.map(({ name, shownName }) => name || shownName);
    const meant = suggestion(target, names, true);
    throw invalidParameter(`target stage ${JSON.stringify(target)} could not be found${meant}`);
  }

  named(name: string): PlannedStage | undefined {
    return this.stages.findLast(stage => stage.name !== '' && stage.name === name.toLowerCase());
  }

  /** The target and all that it needs, in the order of the plan; the linter looks at all where none was asked for. */
  reachable(): PlannedStage[] {
    if (this.#options.requestId === 'frontend.lint' && this.#options.target === '') return [...this.stages];
    const found = new Set<PlannedStage>();
    const add = (stage: PlannedStage) => {
      if (found.has(stage)) return;
      found.add(stage);
      for (const next of needsOf(stage)) add(next.stage);
    };
    add(this.target);
    return this.stages.filter(stage => found.has(stage));
  }

  command(instruction: Instruction, isOnBuild: boolean): PlannedCommand {
    return { instruction, isOnBuild, sources: this.#sourcesOf(instruction) };
  }

  #plan({ from, instructions }: Stage, index: number, expand: (word: string) => string): PlannedStage {
    return at(from.lines, () => {
      const baseName = expand(from.image);
      if (baseName === '') throw invalidParameter(`base name (${from.image}) should not be blank`);
      // Unlike COPY --from, FROM knows stages by their names in small letters alone.
      const base = this.stages.findLast(({ name }) => name !== '' && name === baseName);
      const counted = instructions.filter(({ kind }) => COUNTED.has(kind)).length;
      const { noCache } = this.#options;
      return {
        name: from.stage,
        shownName: from.stage || `stage-${index}`,
        baseName,
        base,
        platform: from.platform === '' ? undefined : platformOf(from.platform, expand, from.lines),
        context: from.stage === '' ? undefined : this.#options.contexts.get(from.stage),
        lines: from.lines,
        commands: [],
        total: counted + (baseName === 'scratch' || base !== undefined ? 0 : 1),
        ignoreCache: noCache === 'all' || (from.stage !== '' && noCache.includes(from.stage)),
        isImage: false,
      };
    });
  }

  #sourcesOf(instruction: Instruction): PlannedStage[] {
    if (instruction.kind === 'run') {
      return instruction.mounts.map(mount => {
        const from = mountSource(mount);
        return (
          (from === '' ? undefined : this.named(from)) ?? this.#image(from || 'scratch', instruction.lines)
        );
      });
    }
    if (instruction.kind !== 'copy' || instruction.transfer.from === '') return [];
    const { from } = instruction.transfer;
    if (/\$./.test(from)) {
      throw invalidParameter(
        'variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround',
      );
    }
    if (!/^[+-]?\d+$/.test(from)) return [this.named(from) ?? this.#image(from, instruction.lines)];
    const stage = this.stages[Number(from)];
    if (stage === undefined) throw invalidParameter(`invalid stage index ${Number(from)}`);
    return [stage];
  }

  #image(baseName: string, lines: LineRange | undefined): PlannedStage {
    const stage: PlannedStage = {
      ...{ name: '', shownName: '', baseName, base: undefined, platform: undefined, context: undefined },
      ...{ lines, commands: [], total: 0, ignoreCache: false, isImage: true },
    };
    this.stages.push(stage);
    return stage;
  }
}

/** What a stage needs, and which instruction says so. */
function needsOf({ base, commands }: PlannedStage): Array<{ stage: PlannedStage; lines?: LineRange }> {
  const needs: Array<{ stage: PlannedStage; lines?: LineRange }> = [];
  if (base !== undefined) needs.push({ stage: base });
  for (const { sources, instruction } of commands) {
    for (const stage of sources) {
      needs.push({ stage, ...(instruction.lines && { lines: instruction.lines }) });
    }
  }
  return needs;
}

/** Only what stages copy can lead round: FROM knows earlier stages alone. */
function refuseCircles(stages: readonly PlannedStage[]): void {
  const visited = new Set<PlannedStage>();
  const path = new Set<PlannedStage>();
  const visit = (stage: PlannedStage, through: readonly LineRange[]): readonly LineRange[] | undefined => {
    if (visited.has(stage)) return undefined;
    visited.add(stage);
    path.add(stage);
    for (const { stage: next, lines } of needsOf(stage)) {
      if (lines === undefined) continue;
      const further = [...through, lines];
      const circle = path.has(next) ? further : visit(next, further);
      if (circle !== undefined) return circle;
    }
    path.delete(stage);
    return undefined;
  };
  for (const stage of stages) {
    const circle = visit(stage, []);
    if (circle === undefined) continue;
    const refuse = (): never => {
      throw invalidParameter(`circular dependency detected on stage: ${stage.name || stage.shownName}`);
    };
    circle.reduce<() => never>((inner, lines) => () => at(lines, inner), refuse)();
  }
}

function platformOf(text: string, expand: (word: string) => string, lines: LineRange | undefined): Platform {
  const expanded = expand(text);
  if (expanded === '') throw invalidParameter(`empty platform value from expression ${text}`);
  try {
    return parsePlatform(expanded);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    // BuildKit notes the place here and where it plans the stage: its clients show it twice.
    throw locate(invalidParameter(`failed to parse platform ${text}: ${error.message}`), lines);
  }
}
