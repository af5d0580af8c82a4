import { formatGoDuration } from '../../../../support/go-duration.ts';
import { goQuote } from '../../../../support/go-strconv.ts';
import { cleanPath, isAbsolutePath } from '../../../../support/posix-path.ts';
import type { HealthConfig } from '../../../containers/config.ts';
import { DockerError, invalidParameter } from '../../../errors.ts';
import { lowerFirst } from '../../../world/files/unpack.ts';
import { BuildArgs } from '../../build-args.ts';
import { type ConfigChange, changeConfig, isConfigChange } from '../../config-changes.ts';
import { plainList, quotedList } from '../../config-text.ts';
import { expandWord, expandWords } from '../../dockerfile/expand.ts';
import type { Instruction, InstructionOf } from '../../dockerfile/instruction.ts';
import { type Expansion, expandInstruction } from '../../expand-instruction.ts';
import { exposedPorts } from '../../exposed-ports.ts';
import { lintCommand, lintVariables } from '../lint/lint-command.ts';
import { type Linter, WatchedVariables } from '../lint/linter.ts';
import { type Step, type StepFace, stepOf } from '../solver/operation.ts';
import type { FrontendOptions } from './frontend-options.ts';
import { at } from './located.ts';
import type { PlannedCommand, PlannedStage } from './stage-plan.ts';
import { type HistoryEntry, type StageState, setVariable } from './stage-state.ts';
import { translateCopy } from './translate-copy.ts';
import { translateRun } from './translate-run.ts';

/** What the commands of all stages are translated with. */
export interface Translation {
  readonly options: FrontendOptions;
  readonly linter: Linter;
  readonly escapeToken: string;
  /** ARGs before the first FROM, and those that BuildKit sets. */
  readonly globalArgs: ReadonlyMap<string, string>;
  /** By stage, those that were translated: COPY --from and mounts take their files. */
  readonly done: ReadonlyMap<PlannedStage, StageState>;
  /** The client's files, and the paths that are asked for among them. */
  readonly context: Step;
  readonly contextPaths: Set<string>;
  /** SOURCE_DATE_EPOCH: what is made is dated with it. */
  readonly epochNs: bigint | undefined;
  /** The same as the history has it. */
  readonly epoch: string | undefined;
}

/** One command where it stands. */
export interface CommandPlace extends Translation {
  readonly stage: PlannedStage;
  readonly state: StageState;
  readonly command: PlannedCommand;
  readonly expansion: Expansion;
  /** The same as those of `expansion`: what they were asked for. */
  readonly variables: WatchedVariables;
  /** `[base 2/3] ` before what the command shows; counts on. */
  readonly face: (shown: string) => StepFace;
}

/** Makes steps of a stage's commands, and changes its configuration as they say (buildkit dockerfile2llb, dispatch). */
export function translateStage(
  translation: Translation,
  stage: PlannedStage,
  state: StageState,
  begunSteps: number,
): void {
  let number = begunSteps;
  for (const command of stage.commands) {
    const { lines } = command.instruction;
    const face = (shown: string): StepFace => {
      number += 1;
      const onBuild = command.isOnBuild ? 'ONBUILD ' : '';
      const name = `${stepPrefix(stage, number)}${onBuild}${shown}`;
      return { name, ignoreCache: stage.ignoreCache, ...(lines && { lines }) };
    };
    const variables = new WatchedVariables(state.env);
    const known = [...state.env.keys()];
    const expansion = { variables, options: { escapeToken: translation.escapeToken } };
    const place: CommandPlace = { ...translation, stage, state, command, expansion, variables, face };
    at(lines, () => {
      try {
        translate(place);
      } finally {
        if (command.instruction.kind !== 'expose') lintVariables(place, variables, known, lines);
      }
    });
    lintCommand(place, command.instruction);
  }
}

/** `[base 2/3] `; nothing where no step is counted. */
export function stepPrefix({ shownName, total }: PlannedStage, number: number): string {
  if (total === 0) return '';
  const width = String(total).length;
  return `[${shownName === '' ? '' : `${shownName} `}${String(number).padStart(width)}/${total}] `;
}

function translate(place: CommandPlace): void {
  const { instruction } = place.command;
  switch (instruction.kind) {
    case 'run':
      translateRun(place, instruction);
      break;
    case 'add':
    case 'copy':
      translateCopy(place, expandInstruction(instruction, place.expansion));
      break;
    case 'workdir':
      changeDirectory(place, instruction);
      break;
    case 'arg':
      declareArguments(place, instruction);
      break;
    case 'onbuild':
      place.state.config.OnBuild = [...(place.state.config.OnBuild ?? []), instruction.text];
      break;
    default:
      if (isConfigChange(instruction)) changeConfiguration(place, instruction);
  }
}

const COMMENT = 'buildkit.dockerfile.v0';

/** Adds a line to the history; what made files says `# buildkit` behind it, but for WORKDIR. */
export function note({ state, epoch }: CommandPlace, created_by: string, hasLayer: boolean): void {
  const entry: HistoryEntry = { ...(epoch && { created: epoch }), created_by, comment: COMMENT };
  state.history.push(hasLayer ? entry : { ...entry, empty_layer: true });
}

/** What only changes the configuration. The classic builder's words, but for some. */
function changeConfiguration(place: CommandPlace, given: ConfigChange): void {
  const { state, expansion } = place;
  const instruction = expandInstruction(given, expansion);
  const changed = { ...state, args: new BuildArgs(new Map()), maintainer: state.author };
  const text = lowerCased(() => changeConfig(changed, instruction, expansion));
  state.author = changed.maintainer;
  state.hasCommand ||= instruction.kind === 'cmd';
  state.argsEscaped ||= instruction.kind === 'cmd';
  if (instruction.kind === 'env') {
    for (const { name, value } of instruction.pairs) setVariable(state.env, name, value);
  }
  note(place, shownChange(instruction, expansion) ?? text, false);
}

/** Where BuildKit writes the history otherwise. */
function shownChange(instruction: Instruction, { variables, options }: Expansion): string | undefined {
  if (instruction.kind === 'healthcheck') return `HEALTHCHECK ${healthText(instruction.health)}`;
  if (instruction.kind === 'expose') {
    const words = instruction.ports.flatMap(port => expandWords(port, variables, options));
    return `EXPOSE ${plainList(Object.keys(exposedPorts(words)))}`;
  }
  return undefined;
}

/** go-connections speaks of ports in small letters since 0.6, which BuildKit has and dockerd's builder has not. */
function lowerCased<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, lowerFirst(error.message));
  }
}

/** A pointer to Go's HealthcheckConfig with %q, which makes characters of numbers. */
function healthText({ Test, Interval, Timeout, StartPeriod, StartInterval, Retries }: HealthConfig): string {
  const durations = [Interval, Timeout, StartPeriod, StartInterval].map(ns =>
    goQuote(formatGoDuration(BigInt(ns ?? 0))),
  );
  const retries = goQuote(String.fromCodePoint(Number(Retries ?? 0))).slice(1, -1);
  return `&{${quotedList(Test ?? [])} ${durations.join(' ')} '${retries}'}`;
}

/** WORKDIR makes its directory, which belongs to the user of the moment. */
function changeDirectory(place: CommandPlace, { text: given, code }: { text: string; code: string }): void {
  const { state, epochNs, escapeToken, expansion } = place;
  const text = expandWord(given, expansion.variables, expansion.options);
  if (text === '') throw invalidParameter('normalizing workdir: cannot normalize nothing');
  const path = cleanPath(isAbsolutePath(text) ? text : `/${state.config.WorkingDir}/${text}`);
  state.config.WorkingDir = path;
  if (path !== '/') {
    const shown = shownCommand(code, word => expandWord(word, state.env, { escapeToken }));
    const operation = {
      kind: 'files',
      hasBase: state.step !== undefined,
      actions: [{ type: 'mkdir', path, mode: 0o755, owner: state.config.User }],
      ...(epochNs !== undefined && { timeNs: epochNs }),
    } as const;
    state.step = stepOf(operation, baseOf(state), { ...place.face(shown), ignoreCache: false });
  }
  note(place, `WORKDIR ${path}`, path !== '/');
}

/** What a file operation or a command changes: nothing for a stage that has no files yet. */
export const baseOf = ({ step }: StageState): readonly Step[] => (step === undefined ? [] : [step]);

/** A command as its step shows it: its name in capitals, its variables put in where that can be done. */
export function shownCommand(code: string, expand: (text: string) => string): string {
  let shown = code;
  try {
    shown = expand(code);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
  }
  const space = shown.indexOf(' ');
  return space < 0 ? shown.toUpperCase() : shown.slice(0, space).toUpperCase() + shown.slice(space);
}

function declareArguments(place: CommandPlace, { args }: InstructionOf<'arg'>): void {
  const { state, options, globalArgs, expansion, variables } = place;
  const shown: string[] = [];
  for (const { name, value: given } of args) {
    let value = options.buildArgs.get(name);
    if (value === undefined && given !== undefined) {
      value = expandWord(given, expansion.variables, expansion.options);
    } else value ??= globalArgs.get(name);
    if (value !== undefined) {
      setVariable(state.env, name, value);
      variables.set(name, value);
    }
    state.declared.push({ name, value });
    shown.push(value === undefined ? name : `${name}=${value}`);
  }
  note(place, `ARG ${shown.join(' ')}`, false);
}
