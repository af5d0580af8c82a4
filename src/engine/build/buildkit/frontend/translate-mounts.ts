import { cleanPath } from '../../../../support/posix-path.ts';
import { invalidParameter } from '../../../errors.ts';
import { type RunMount, type RunOperation, type Step, stepOf } from '../solver/operation.ts';
import type { MountFlag } from './run-mounts.ts';
import type { PlannedStage } from './stage-plan.ts';
import { SCRIPTS, targetOf } from './translate-run.ts';
import type { CommandPlace } from './translate-stage.ts';

interface TranslatedMounts {
  /** By target; inputs are counted behind the base. */
  readonly mounts: readonly RunMount[];
  readonly inputs: readonly Step[];
  readonly secretEnv: RunOperation['secretEnv'];
}

/** A mount, and the step that its files come from. */
type Wanted = readonly [mount: RunMount, from?: Step];

/** RUN's mounts (buildkit dockerfile2llb, dispatchRunMounts). */
export function translateMounts(
  place: CommandPlace,
  flags: readonly MountFlag[],
  script: { readonly name: string; readonly content: string } | undefined,
): TranslatedMounts {
  const wanted = flags.map((flag, index) => translateMount(place, flag, place.command.sources[index]));
  if (script !== undefined) wanted.push(scriptMount(script));
  const found = wanted.filter(each => each !== undefined);
  found.sort(([left], [right]) => (left.target < right.target ? -1 : 1));
  const inputs: Step[] = [];
  const first = place.state.step === undefined ? 0 : 1;
  const mounts = found.map(([mount, from]): RunMount => {
    if (from === undefined) return mount;
    inputs.push(from);
    return { ...mount, input: first + inputs.length - 1 } as RunMount;
  });
  const secretEnv = flags.flatMap(flag => {
    if (flag.type !== 'secret' || flag.env === undefined) return [];
    return [{ id: secretId(flag), name: flag.env, required: flag.required }];
  });
  return { mounts, inputs, secretEnv };
}

function translateMount(
  place: CommandPlace,
  flag: MountFlag,
  source: PlannedStage | undefined,
): Wanted | undefined {
  if (flag.type === 'secret') return secretMount(place, flag);
  if (flag.type === 'ssh') return sshMount(flag);
  const target = targetOf(place, flag.target);
  if (target === '/') throw invalidParameter(`invalid mount target "/"`);
  if (flag.type === 'tmpfs') return [{ type: 'tmpfs', target, size: flag.size }];
  const path = cleanPath(`/${flag.source}`);
  const from = flag.from === '' ? undefined : filesOf(place, flag, source);
  if (flag.type === 'bind') {
    const step = from === undefined ? contextFor(place, path) : from.step;
    // Of an image without files nothing can be mounted but an empty directory.
    if (step === undefined) return [{ type: 'tmpfs', target, size: 0 }];
    return [{ type: 'bind', target, input: 0, source: path, readOnly: flag.readOnly }, step];
  }
  const { id, sharing, readOnly } = flag;
  const mount = {
    type: 'cache',
    target,
    readOnly,
    source: path,
    sharing: sharing || 'shared',
    id: `${place.options.cacheNamespace}/${id || cleanPath(flag.target)}`,
  } as const;
  if (path === '/' && (flag.uid ?? flag.gid ?? flag.mode) !== undefined) {
    return [{ ...mount, source: CACHE_DIRECTORY }, directoryFor(flag, from?.step)];
  }
  return from?.step === undefined ? [mount] : [mount, from.step];
}

function filesOf(place: CommandPlace, flag: MountFlag, source: PlannedStage | undefined) {
  const state = source === undefined ? undefined : place.done.get(source);
  if (state !== undefined) return state;
  throw invalidParameter(
    `cannot mount from stage ${JSON.stringify(flag.from)} to ${JSON.stringify(flag.target)}, stage needs to be defined before current command`,
  );
}

function contextFor({ context, contextPaths }: CommandPlace, path: string): Step {
  contextPaths.add(path);
  return context;
}

const CACHE_DIRECTORY = '/cache';

/** What a cache that belongs to somebody begins with. */
function directoryFor({ uid = 0, gid = 0, mode = 0o755 }: MountFlag, from: Step | undefined): Step {
  const operation = {
    kind: 'files',
    hasBase: from !== undefined,
    actions: [{ type: 'mkdir', path: CACHE_DIRECTORY, mode, owner: `${uid}:${gid}` }],
  } as const;
  const face = { name: '[internal] setting cache mount permissions' };
  return stepOf(operation, from === undefined ? [] : [from], face);
}

function scriptMount({ name, content }: { name: string; content: string }): Wanted {
  const operation = {
    kind: 'files',
    hasBase: false,
    actions: [{ type: 'mkfile', path: `/${name}`, mode: 0o755, content }],
  } as const;
  const step = stepOf(operation, [], { name: '[internal] preparing inline document' });
  const target = SCRIPTS.slice(0, -1);
  return [{ type: 'bind', target, input: 0, source: '/', readOnly: true }, step];
}

/** Its id, its source, or the last name of its target. */
function secretId({ id, source, target }: MountFlag): string {
  return source || id || (target.split('/').at(-1) as string);
}

/** As a file, unless it is only for the environment. */
function secretMount(place: CommandPlace, flag: MountFlag): Wanted | undefined {
  const { target, env, required, uid = 0, gid = 0, mode = 0o400 } = flag;
  if (env !== undefined && target === '') return undefined;
  const id = secretId(flag);
  const path = target === '' ? `/run/secrets/${id.split('/').at(-1)}` : targetOf(place, target);
  return [{ type: 'secret', target: path, id, required, uid, gid, mode }];
}

function sshMount({ target, id, required, uid = 0, gid = 0, mode = 0o600 }: MountFlag): Wanted {
  return [{ type: 'ssh', target, id: id || 'default', required, uid, gid, mode }];
}
