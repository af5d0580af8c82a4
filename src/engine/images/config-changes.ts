import { BuildArgs } from '../build/build-args.ts';
import { changeConfig, isConfigChange } from '../build/config-changes.ts';
import { parseDockerfile } from '../build/dockerfile/parse.ts';
import { parseInstruction } from '../build/dockerfile/parse-instruction.ts';
import { expandInstruction, expansionIn } from '../build/expand-instruction.ts';
import type { ContainerConfig } from '../containers/config.ts';
import { asInvalidParameter, invalidParameter } from '../errors.ts';

const CHANGES = /^(cmd|entrypoint|healthcheck|env|expose|label|onbuild|stopsignal|user|volume|workdir)$/i;

/**
 * A configuration with the changes of commit and import applied: a Dockerfile of a few instructions (moby
 * builder/dockerfile/builder.go, BuildFromConfig).
 */
export function applyChanges(config: ContainerConfig, changes: readonly string[]): ContainerConfig {
  if (changes.length === 0) return config;
  const { nodes, escapeToken } = parseDockerfile(changes.join('\n'));
  const wrong = nodes.find(({ name }) => !CHANGES.test(name));
  if (wrong !== undefined) throw invalidParameter(`${wrong.name} is not a valid change command`);
  const instructions = nodes.map(parseInstruction).filter(isConfigChange);
  const args = new BuildArgs(new Map());
  const state = { args, config: structuredClone(config), maintainer: '', hasCommand: false };
  for (const instruction of instructions) {
    const expansion = expansionIn(state, escapeToken);
    asInvalidParameter(() => changeConfig(state, expandInstruction(instruction, expansion), expansion));
  }
  return state.config;
}
