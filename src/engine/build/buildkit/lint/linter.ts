import { systemError } from '../../../errors.ts';
import type { LineRange } from '../../dockerfile/node.ts';
import type { BuildWarning } from '../solve-request.ts';

/** BuildKit's rules, and why they are there (buildkit frontend/dockerfile/linter/ruleset.go). */
const RULES = {
  StageNameCasing: 'Stage names should be lowercase',
  FromAsCasing: "The 'as' keyword should match the case of the 'from' keyword",
  NoEmptyContinuation: 'Empty continuation lines will become errors in a future release',
  ConsistentInstructionCasing:
    'All commands within the Dockerfile should use the same casing (either upper or lower)',
  DuplicateStageName: 'Stage names should be unique',
  ReservedStageName: 'Reserved words should not be used as stage names',
  JSONArgsRecommended:
    'JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals',
  MaintainerDeprecated:
    'The MAINTAINER instruction is deprecated, use a label instead to define an image author',
  UndefinedArgInFrom: 'FROM command must use declared ARGs',
  WorkdirRelativePath:
    'Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes',
  UndefinedVar: 'Variables should be defined before their use',
  MultipleInstructionsDisallowed:
    'Multiple instructions of the same type should not be used in the same stage',
  LegacyKeyValueFormat: 'Legacy key/value format with whitespace separator should not be used',
  RedundantTargetPlatform:
    'Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior',
  SecretsUsedInArgOrEnv: 'Sensitive data should not be used in the ARG or ENV commands',
  InvalidDefaultArgInFrom: 'Default value for global ARG results in an empty or invalid base image name',
  FromPlatformFlagConstDisallowed: 'FROM --platform flag should not use a constant value',
  ExposeProtoCasing: 'Protocol in EXPOSE instruction should be lowercase',
  ExposeInvalidFormat:
    'IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a future release',
} as const;

export type LintRule = keyof typeof RULES;

/** Warns of what a Dockerfile says, as far as its `# check=` lets it. */
export class Linter {
  readonly #tell: (warning: BuildWarning) => void;
  readonly #skipped: ReadonlySet<string>;
  readonly #isError: boolean;
  readonly #violated = new Set<LintRule>();
  readonly #told = new Set<string>();

  /** `check`: `skip=RULE,RULE;error=true`. */
  constructor(check: string, tell: (warning: BuildWarning) => void) {
    const options = new Map(check.split(';').map(part => part.trim().split('=', 2) as [string, string]));
    this.#tell = tell;
    this.#skipped = new Set((options.get('skip') ?? '').split(',').map(name => name.trim()));
    this.#isError = /^(1|t|true)$/i.test(options.get('error') ?? '');
  }

  warn(rule: LintRule, text: string, lines: LineRange | undefined): void {
    if (this.#skipped.has('all') || this.#skipped.has(rule) || lines === undefined) return;
    this.#violated.add(rule);
    const known = `${rule} ${text} ${lines.start}`;
    if (this.#told.has(known)) return;
    this.#told.add(known);
    const name = rule.replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
    const url = `https://docs.docker.com/go/dockerfile/rule/${name}/`;
    this.#tell({ rule, text, description: RULES[rule], url, lines });
  }

  /** `error=true`: a Dockerfile that was warned of is not built. */
  refuse(): void {
    if (!this.#isError || this.#violated.size === 0) return;
    throw systemError(`lint violation found for rules: ${[...this.#violated].sort().join(', ')}`);
  }
}

/** What a Dockerfile's head says of checks. */
export function checkDirective(text: string): string {
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (name === '') return '';
    if (name.toLowerCase() === 'check') return value;
  }
  return '';
}

/** Variables that tell which of them were asked for. */
export class WatchedVariables extends Map<string, string> {
  readonly matched = new Set<string>();
  readonly unmatched = new Set<string>();

  override get(name: string): string | undefined {
    (this.has(name) ? this.matched : this.unmatched).add(name);
    return super.get(name);
  }
}
