import { DockerError } from '../../../errors.ts';
import { parsePlatform } from '../../../images/platform.ts';
import { parseReference } from '../../../images/reference.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import type { Dockerfile, DockerfileNode, LineRange } from '../../dockerfile/node.ts';
import type { Stage } from '../../dockerfile/stages.ts';
import { closest } from '../../dockerfile/suggest.ts';
import { type Linter, WatchedVariables } from './linter.ts';

const linesOf = ({ line, endLine }: DockerfileNode): LineRange => ({ start: line, end: endLine });

/** Warns of how a Dockerfile is written, whether or not its stages are needed (buildkit dockerfile2llb/validations.go). */
export function lintDockerfile(linter: Linter, { nodes }: Dockerfile): void {
  for (const node of nodes) {
    const name = node.name.toLowerCase();
    if (node.hasEmptyContinuation) {
      linter.warn('NoEmptyContinuation', 'Empty continuation line', {
        start: node.endLine,
        end: node.endLine,
      });
    }
    if (name === 'from') lintFrom(linter, node);
    if (name === 'maintainer') {
      linter.warn(
        'MaintainerDeprecated',
        'Maintainer instruction is deprecated in favor of using label',
        linesOf(node),
      );
    }
  }
  lintCasing(linter, nodes);
  lintStageNames(linter, nodes);
}

function lintFrom(linter: Linter, node: DockerfileNode): void {
  const [, as = ''] = node.args;
  const isOther = (node.name === node.name.toLowerCase()) !== (as === as.toLowerCase());
  if (as === '' || !isOther) return;
  linter.warn('FromAsCasing', `'${as}' and '${node.name}' keywords' casing do not match`, linesOf(node));
}

function lintCasing(linter: Linter, nodes: readonly DockerfileNode[]): void {
  const begin = nodes.findIndex(({ name }) => name.toLowerCase() === 'from');
  const commands = nodes.slice(begin);
  const lower = commands.filter(({ name }) => name === name.toLowerCase()).length;
  const upper = commands.filter(({ name }) => name === name.toUpperCase()).length;
  const isLower = lower > upper;
  for (const node of commands) {
    const right = isLower ? node.name.toLowerCase() : node.name.toUpperCase();
    if (node.name === right) continue;
    const casing = isLower ? 'lowercase' : 'uppercase';
    const text = `Command '${node.name}' should match the case of the command majority (${casing})`;
    linter.warn('ConsistentInstructionCasing', text, linesOf(node));
  }
}

const RESERVED = ['context', 'scratch'];

function lintStageNames(linter: Linter, nodes: readonly DockerfileNode[]): void {
  const seen = new Set<string>();
  for (const node of nodes) {
    const [, , written = ''] = node.args;
    if (node.name.toLowerCase() !== 'from' || written === '') continue;
    const lines = linesOf(node);
    const name = written.toLowerCase();
    if (written !== name)
      linter.warn('StageNameCasing', `Stage name '${written}' should be lowercase`, lines);
    if (RESERVED.includes(name)) {
      const text = `Stage name should not use the same name as reserved stage ${JSON.stringify(name)}`;
      linter.warn('ReservedStageName', text, lines);
    }
    if (seen.has(name)) {
      const text = `Duplicate stage name ${JSON.stringify(name)}, stage names should be unique`;
      linter.warn('DuplicateStageName', text, lines);
    }
    seen.add(name);
  }
}

/** What FROM's variables are: those of this build, and those that it would have without the client's arguments. */
export interface FromArguments {
  readonly global: ReadonlyMap<string, string>;
  readonly defaults: ReadonlyMap<string, string>;
  /** Declared, with a value or without. */
  readonly declared: readonly string[];
  readonly escapeToken: string;
}

/** Warns of what stages begin with. */
export function lintBases(linter: Linter, stages: readonly Stage[], args: FromArguments): void {
  const options = { escapeToken: args.escapeToken };
  for (const { from } of stages) {
    const base = attempt(() => expandWord(from.image, args.defaults, options)) ?? '';
    if (attempt(() => parseReference(base)) === undefined) {
      const text = `Default value for ARG ${from.image} results in empty or invalid base image name`;
      linter.warn('InvalidDefaultArgInFrom', text, from.lines);
    }
  }
  const known = [...new Set([...args.declared, ...args.global.keys()])];
  for (const { from } of stages) {
    const variables = new WatchedVariables(args.global);
    attempt(() => expandWord(from.image, variables, options));
    const ofPlatform = new WatchedVariables(args.global);
    const platform = attempt(() => expandWord(from.platform, ofPlatform, options)) ?? '';
    for (const name of [...variables.unmatched, ...ofPlatform.unmatched]) {
      if (known.includes(name)) continue;
      const meant = closest(name, known);
      const suggested = meant === undefined ? '' : ` (did you mean ${meant}?)`;
      linter.warn('UndefinedArgInFrom', `FROM argument '${name}' is not declared${suggested}`, from.lines);
    }
    if (from.platform !== '') lintPlatform(linter, from, platform, ofPlatform);
  }
}

function lintPlatform(
  linter: Linter,
  { platform: written, stage, lines }: Stage['from'],
  platform: string,
  { matched, unmatched }: WatchedVariables,
): void {
  if (matched.size === 0 && unmatched.size === 0) {
    const parsed = attempt(() => parsePlatform(platform));
    // A stage that is named after its platform means it.
    if (parsed === undefined || stage.includes(parsed.os) || stage.includes(parsed.architecture)) return;
    const text = `FROM --platform flag should not use constant value ${JSON.stringify(written)}`;
    linter.warn('FromPlatformFlagConstDisallowed', text, lines);
  } else if (/^\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(written)) {
    const text = `Setting platform to predefined ${written} in FROM is redundant as this is the default behavior`;
    linter.warn('RedundantTargetPlatform', text, lines);
  }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof DockerError) return undefined;
    throw error;
  }
}
