import { cleanPath, isAbsolutePath } from '../../support/posix-path.ts';
import type { ContainerConfig } from '../containers/config.ts';
import { systemError } from '../errors.ts';
import { parseSignal } from '../world/process/parse-signal.ts';
import type { StageState } from './build-state.ts';
import { healthText, plainList, quotedList } from './config-text.ts';
import { expandWords } from './dockerfile/expand.ts';
import type { CommandLine, Instruction, InstructionOf } from './dockerfile/instruction.ts';
import type { Expansion } from './expand-instruction.ts';
import { exposedPorts } from './exposed-ports.ts';

/** What a change is made to: a stage, or the configuration that `docker commit --change` makes. */
export type Changed = Pick<StageState, 'args' | 'config' | 'maintainer' | 'hasCommand'>;

type Change<K extends Instruction['kind']> = (
  state: Changed,
  instruction: InstructionOf<K>,
  expansion: Expansion,
) => string;

/** The instructions that change nothing but the configuration; each gives its line of the history. */
const CONFIG_CHANGES: { readonly [K in Exclude<Instruction['kind'], FileKind>]: Change<K> } = {
  arg: ({ args }, { args: declared }) => {
    for (const { name, value } of declared) args.declare(name, value);
    const shown = declared.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));
    return `ARG ${shown.join(' ')}`;
  },
  cmd: (state, { command }) => {
    const words = commandOf(state.config, command);
    state.config.Cmd = words;
    if (command.words.length > 0) state.hasCommand = true;
    return `CMD ${quotedList(words)}`;
  },
  entrypoint: (state, { command }) => {
    // Nothing at all takes the entrypoint away (instructions/parse.go, emptyAsNil).
    state.config.Entrypoint = command.words.length === 0 ? null : commandOf(state.config, command);
    if (!state.hasCommand) state.config.Cmd = null;
    return `ENTRYPOINT ${quotedList(state.config.Entrypoint)}`;
  },
  env: ({ config }, { pairs }) => {
    const env = [...(config.Env ?? [])];
    for (const { name, value } of pairs) {
      const at = env.findIndex(entry => entry.split('=', 1)[0] === name);
      if (at < 0) env.push(`${name}=${value}`);
      else env[at] = `${name}=${value}`;
    }
    config.Env = env;
    return ['ENV', ...pairs.map(({ name, value }) => `${name}=${value}`)].join(' ');
  },
  expose: ({ config }, { ports }, { variables, options }) => {
    const words = ports.flatMap(port => expandWords(port, variables, options));
    config.ExposedPorts = { ...config.ExposedPorts, ...exposedPorts(words) };
    return `EXPOSE ${words.join(' ')}`;
  },
  healthcheck: ({ config }, { health }) => {
    config.Healthcheck = health;
    return `HEALTHCHECK ${healthText(health)}`;
  },
  label: ({ config }, { pairs }) => {
    const labels = pairs.map(({ name, value }) => [name, value] as const);
    config.Labels = { ...config.Labels, ...Object.fromEntries(labels) };
    return ['LABEL', ...labels.map(([name, value]) => `${name}=${value}`)].join(' ');
  },
  maintainer: (state, { text }) => {
    state.maintainer = text;
    return `MAINTAINER ${text}`;
  },
  onbuild: ({ config }, { text }) => {
    config.OnBuild = [...(config.OnBuild ?? []), text];
    return `ONBUILD ${text}`;
  },
  shell: ({ config }, { shell }) => {
    config.Shell = [...shell];
    return `SHELL ${plainList(shell)}`;
  },
  stopsignal: ({ config }, { text }) => {
    parseSignal(text);
    config.StopSignal = text;
    return `STOPSIGNAL ${text}`;
  },
  user: ({ config }, { text }) => {
    config.User = text;
    return `USER ${text}`;
  },
  volume: ({ config }, { paths }) => {
    if (paths.includes('')) throw systemError('VOLUME specified can not be an empty string');
    config.Volumes = { ...config.Volumes, ...Object.fromEntries(paths.map(path => [path, {}])) };
    return `VOLUME ${plainList(paths)}`;
  },
  workdir: ({ config }, { text }) => {
    if (text === '') throw systemError('cannot normalize nothing');
    config.WorkingDir = cleanPath(isAbsolutePath(text) ? text : `/${config.WorkingDir}/${text}`);
    return `WORKDIR ${config.WorkingDir}`;
  },
};

/** Those that need files, or a base. */
export type FileKind = 'add' | 'copy' | 'from' | 'run';

export type ConfigChange = Exclude<Instruction, { kind: FileKind }>;

export const isConfigChange = (instruction: Instruction): instruction is ConfigChange =>
  instruction.kind in CONFIG_CHANGES;

/** Applies one of them. Returns its line of the history. */
export function changeConfig(state: Changed, instruction: ConfigChange, expansion: Expansion): string {
  const change = CONFIG_CHANGES[instruction.kind] as Change<Instruction['kind']>;
  return change(state, instruction, expansion);
}

/** Shell form is run by the image's shell. */
export function commandOf(config: ContainerConfig, { words, isShell }: CommandLine): string[] {
  return isShell ? [...shellOf(config), ...words] : [...words];
}

export function shellOf({ Shell }: ContainerConfig): readonly string[] {
  return Shell === null || Shell === undefined || Shell.length === 0 ? ['/bin/sh', '-c'] : Shell;
}
