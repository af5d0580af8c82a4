import { cleanPath } from '../../../../support/posix-path.ts';
import { invalidParameter } from '../../../errors.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import type { InlineDocument, InstructionOf, Transfer } from '../../dockerfile/instruction.ts';
import { type CopyFiles, type FileAction, type Step, stepOf } from '../solver/operation.ts';
import { checkMode } from '../solver/symbolic-mode.ts';
import { type CommandPlace, note, shownCommand } from './translate-stage.ts';

/** COPY and ADD, their variables put in (buildkit dockerfile2llb/convert_copy.go). */
export function translateCopy(
  place: CommandPlace,
  { kind, transfer, code }: InstructionOf<'add' | 'copy'>,
): void {
  const { state, escapeToken } = place;
  checkTransfer(kind, transfer);
  const shown = shownCommand(code, text => expandWord(text, state.env, { escapeToken }));
  const face = place.face(shown);
  const inputs: Step[] = state.step === undefined ? [] : [state.step];
  const actions: FileAction[] = [];
  const common = {
    type: 'copy',
    destination: destinationOf(place, transfer.destination),
    owner: transfer.chown,
    mode: transfer.chmod,
    exclude: transfer.exclude,
  } as const;
  const add = (from: Step, more: Pick<CopyFiles, 'source' | 'unpack' | 'isPattern'>) => {
    if (!inputs.includes(from)) inputs.push(from);
    actions.push({ ...common, ...more, input: inputs.indexOf(from) });
  };
  const files = transfer.from === '' ? place.context : stageFiles(place, transfer.from);
  for (const source of transfer.sources) {
    const remote = remoteOf(kind, source);
    if (remote !== undefined) {
      const step = stepOf({ kind: remote, url: source }, [], { name: face.name });
      const path = remote === 'git' ? '/' : fileNameOf(source);
      add(step, { source: path, unpack: transfer.unpack ?? false, isPattern: false });
      continue;
    }
    const path = cleanPath(`/${source}`);
    if (transfer.from === '') place.contextPaths.add(path);
    if (files === undefined) throw invalidParameter(`lstat ${path}: no such file or directory`);
    add(files, { source: path, unpack: transfer.unpack ?? kind === 'add', isPattern: true });
  }
  for (const document of transfer.documents) {
    add(documentStep(place, document), { source: `/${document.name}`, unpack: false, isPattern: false });
  }
  const operation = { kind: 'files', hasBase: state.step !== undefined, actions } as const;
  state.step = stepOf(operation, inputs, face);
  note(place, historyOf(kind, transfer), true);
}

function checkTransfer(kind: 'add' | 'copy', { chmod, checksum, sources }: Transfer): void {
  if (chmod !== '') checkMode(chmod);
  if (checksum === '') return;
  if (sources.length !== 1) throw invalidParameter("checksum can't be specified for multiple sources");
  if (remoteOf(kind, sources[0] as string) === undefined) {
    throw invalidParameter('checksum requires HTTP(S) or Git sources');
  }
}

/** Where a source lies elsewhere; COPY takes nothing from there. */
function remoteOf(kind: 'add' | 'copy', source: string): 'http' | 'git' | undefined {
  const isGit = /^(git:\/\/|ssh:\/\/|git@)|^https?:\/\/[^#]*\.git(#|$)/.test(source);
  if (isGit) {
    if (kind === 'copy') throw invalidParameter("source can't be a git ref for COPY");
    return 'git';
  }
  if (!/^https?:\/\//.test(source)) return undefined;
  if (kind === 'copy') throw invalidParameter("source can't be a URL for COPY");
  return 'http';
}

function fileNameOf(url: string): string {
  const [, path = ''] = /^https?:\/\/[^/?#]*([^?#]*)/.exec(url) ?? [];
  return `/${path.split('/').at(-1) || '__unnamed__'}`;
}

function stageFiles({ command, done, stage }: CommandPlace, from: string): Step | undefined {
  const [source] = command.sources;
  const state = source === undefined ? undefined : done.get(source);
  if (state !== undefined) return state.step;
  throw invalidParameter(
    `cannot copy from stage ${JSON.stringify(from)}, it needs to be defined before current stage ${JSON.stringify(stage.shownName)}`,
  );
}

/** Absolute; with a slash at its end where it must be a directory. */
function destinationOf({ state }: CommandPlace, destination: string): string {
  const whole = destination.startsWith('/') ? destination : `/${state.config.WorkingDir}/${destination}`;
  const path = cleanPath(whole);
  const isDirectory = /(^|\/)\.?$/.test(destination);
  return isDirectory && path !== '/' ? `${path}/` : path;
}

/** A document is a file of its own, which is copied like any other. */
function documentStep({ expansion }: CommandPlace, { name, content, expand }: InlineDocument): Step {
  const text = expand
    ? expandWord(content, expansion.variables, { escapeToken: '\\', withoutQuotes: true })
    : content;
  const operation = {
    kind: 'files',
    hasBase: false,
    actions: [{ type: 'mkfile', path: `/${name}`, mode: 0o644, content: text }],
  } as const;
  return stepOf(operation, [], { name: '[internal] preparing inline document' });
}

function historyOf(kind: 'add' | 'copy', transfer: Transfer): string {
  const { chown, chmod, sources, documents, destination } = transfer;
  const words = [
    kind.toUpperCase(),
    ...(chown === '' ? [] : [`--chown=${chown}`]),
    ...(chmod === '' ? [] : [`--chmod=${chmod}`]),
    ...sources,
    ...documents.map(({ name }) => `<<${name}`),
    destination,
  ];
  return `${words.join(' ')} # buildkit`;
}
