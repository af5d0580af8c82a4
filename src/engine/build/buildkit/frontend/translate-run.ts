import { cleanPath } from '../../../../support/posix-path.ts';
import { invalidParameter } from '../../../errors.ts';
import { commandOf } from '../../config-changes.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import { parseHeredoc } from '../../dockerfile/heredoc.ts';
import type { CommandLine, InstructionOf } from '../../dockerfile/instruction.ts';
import type { Heredoc } from '../../dockerfile/node.ts';
import { type RunOperation, stepOf } from '../solver/operation.ts';
import { type MountFlag, parseMount } from './run-mounts.ts';
import { translateMounts } from './translate-mounts.ts';
import { baseOf, type CommandPlace, note, shownCommand } from './translate-stage.ts';

/** RUN (buildkit dockerfile2llb, dispatchRun). */
export function translateRun(place: CommandPlace, instruction: InstructionOf<'run'>): void {
  const { state, options, escapeToken, expansion } = place;
  const expand = (word: string) => expandWord(word, expansion.variables, expansion.options);
  const flags = instruction.mounts.map(text => parseMount(text, expand));
  const { line, document, summary } = withDocuments(instruction);
  const args = commandOf(state.config, line);
  const { mounts, inputs, secretEnv } = translateMounts(place, flags, document);
  const operation: RunOperation = {
    kind: 'run',
    hasBase: state.step !== undefined,
    args,
    env: [...state.env].map(([name, value]) => `${name}=${value}`),
    cwd: state.config.WorkingDir || '/',
    user: state.config.User,
    network: instruction.network === 'default' ? options.network : instruction.network,
    hostname: options.hostname,
    extraHosts: options.extraHosts,
    proxy: proxiesOf(options.buildArgs),
    shmSize: options.shmSize,
    ulimits: options.ulimits,
    mounts,
    secretEnv,
  };
  const variables = masked(state.env, flags);
  const shown = shownCommand(instruction.code + summary, text =>
    expandWord(text, variables, { escapeToken, rawQuotes: true, keepUnset: true }),
  );
  state.step = stepOf(operation, [...baseOf(state), ...inputs], place.face(shown));
  note(place, `RUN ${withArguments(place, args)} # buildkit`, true);
}

/** A command whose documents stand in the Dockerfile: one alone is the command, several are for its shell to read. */
function withDocuments({ command, heredocs }: InstructionOf<'run'>): {
  readonly line: CommandLine;
  /** A script of its own, which is mounted and run. */
  readonly document?: { readonly name: string; readonly content: string };
  readonly summary: string;
} {
  const [first] = heredocs;
  if (first === undefined) return { line: command, summary: '' };
  const [text, another] = command.words;
  if (text === undefined || another !== undefined || !command.isShell) {
    throw invalidParameter(`parsing produced an invalid run command: [${command.words.join(' ')}]`);
  }
  if (parseHeredoc(text) === undefined) {
    const documents = heredocs.map(({ content, name }) => `\n${content}${name}`);
    return { line: { words: [text + documents.join('')], isShell: true }, summary: '' };
  }
  const summary = ` (${summaryOf(first)})`;
  const content = first.chomp ? first.content.replace(/^\t+/gm, '') : first.content;
  if (!content.startsWith('#!')) return { line: { words: [content], isShell: true }, summary };
  const path = `${SCRIPTS}${first.name}`;
  return { line: { words: [path], isShell: true }, document: { name: first.name, content }, summary };
}

/** Where a script that stands in the Dockerfile is mounted. */
export const SCRIPTS = '/dev/pipes/';

function summaryOf({ content }: Heredoc): string {
  const [first = '', ...more] = content.trim().split(/\r?\n/);
  return more.length > 0 ? `${first}...` : first;
}

/** `|2 A=1 B=2 /bin/sh -c ...`: each argument once, with what it is by now. */
function withArguments({ state }: CommandPlace, args: readonly string[]): string {
  const shown = new Map<string, string>();
  for (const { name, value } of state.declared) shown.set(name, state.env.get(name) ?? value ?? '');
  const variables = [...shown].map(([name, value]) => `${name}=${value}`);
  return [...(variables.length > 0 ? [`|${variables.length}`, ...variables] : []), ...args].join(' ');
}

/** What a secret is in an environment is not shown. */
function masked(env: ReadonlyMap<string, string>, flags: readonly MountFlag[]): ReadonlyMap<string, string> {
  const names = flags.flatMap(({ type, env: name }) =>
    type === 'secret' && name !== undefined ? [name] : [],
  );
  return names.length === 0 ? env : new Map(names.map(name => [name, '****']));
}

const PROXIES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy', 'all_proxy'];

/** Both ways of writing each, as BuildKit's executor sets them. */
function proxiesOf(args: ReadonlyMap<string, string>): string[] {
  return PROXIES.flatMap(name => {
    const value = [...args].findLast(([given]) => given.toLowerCase() === name)?.[1] ?? '';
    return value === '' ? [] : [`${name.toUpperCase()}=${value}`, `${name}=${value}`];
  });
}

/** Where a mount's target lies. */
export function targetOf({ state }: CommandPlace, target: string): string {
  const path = cleanPath(target === '' ? '.' : target);
  return path.startsWith('/') ? path : cleanPath(`/${state.config.WorkingDir}/${target}`);
}
