import { goQuote } from '../../support/go-strconv.ts';
import { ownEntry } from '../../support/own-entry.ts';
import { cleanPath, isAbsolutePath } from '../../support/posix-path.ts';
import { invalidParameter } from '../errors.ts';
import type { MountSpec } from './host-config.ts';
import { PROPAGATIONS } from './mount-mode.ts';

/** Whether a path is there on the host's disk. */
export type HostPathExists = (path: string) => boolean;

/** Checks one mount in the order of moby volume/mounts/linux_parser.go. Without `exists` a source may be missing. */
export function validateMountSpec(spec: MountSpec, exists: HostPathExists | undefined): void {
  const problem = targetProblem(spec.Target ?? '') ?? typeProblem(spec, exists);
  if (problem === undefined) return;
  throw invalidParameter(`invalid mount config for type ${goQuote(spec.Type ?? '')}: ${problem}`);
}

/** HostConfig.Tmpfs is checked less: its destinations may not be empty or `/`, and must be absolute. */
export function validateTmpfsDestination(destination: string): void {
  const problem = pathProblem(destination);
  if (problem !== undefined) throw invalidParameter(problem);
}

function targetProblem(target: string): string | undefined {
  return target === '' ? missing('Target') : pathProblem(target);
}

function pathProblem(path: string): string | undefined {
  if (cleanPath(path.replaceAll('\\', '/')) === '/') {
    return "invalid specification: destination can't be '/'";
  }
  return relativeProblem(path);
}

function relativeProblem(path: string): string | undefined {
  if (isAbsolutePath(path.replaceAll('\\', '/'))) return undefined;
  return `invalid mount path: '${path}' mount path must be absolute`;
}

const missing = (field: string) => `field ${field} must not be empty`;
const extra = (field: string) => `field ${field} must not be specified`;
const extraOf = (spec: MountSpec, ...fields: Array<keyof MountSpec>) =>
  fields.filter(field => spec[field] !== undefined && spec[field] !== null).map(extra)[0];

function typeProblem(spec: MountSpec, exists: HostPathExists | undefined): string | undefined {
  const check = ownEntry(PROBLEMS_OF_TYPE, spec.Type ?? '');
  return check === undefined ? 'mount type unknown' : check(spec, exists);
}

type Check = (spec: MountSpec, exists: HostPathExists | undefined) => string | undefined;

const PROBLEMS_OF_TYPE: Readonly<Record<string, Check>> = {
  bind: bindProblem,
  volume: volumeProblem,
  tmpfs: spec =>
    extraOf(spec, 'BindOptions', 'ImageOptions') ??
    (spec.Source ? extra('Source') : undefined) ??
    tmpfsOptionsProblem(spec.TmpfsOptions?.Options ?? []),
  image: spec =>
    extraOf(spec, 'BindOptions', 'VolumeOptions') ??
    (spec.Source ? undefined : missing('Source')) ??
    subpathProblem(spec.ImageOptions?.Subpath ?? ''),
};

function bindProblem(spec: MountSpec, exists: HostPathExists | undefined): string | undefined {
  const { Source: source = '', BindOptions: options } = spec;
  if (source === '') return missing('Source');
  const propagation = options?.Propagation ?? '';
  if (propagation !== '' && !PROPAGATIONS.includes(propagation)) {
    return `invalid propagation mode: ${propagation}`;
  }
  const problem = extraOf(spec, 'VolumeOptions', 'ImageOptions') ?? relativeProblem(source);
  if (problem !== undefined || exists === undefined) return problem;
  if (options?.CreateMountpoint || exists(source)) return undefined;
  return `bind source path does not exist: ${source}`;
}

function volumeProblem(spec: MountSpec): string | undefined {
  const problem = extraOf(spec, 'BindOptions', 'ImageOptions');
  if (problem !== undefined) return problem;
  const isAnonymous = (spec.Source ?? '') === '';
  const subpath = spec.VolumeOptions?.Subpath ?? '';
  if (subpath !== '' && isAnonymous) return 'must not set Subpath when using anonymous volumes';
  const wrong = subpathProblem(subpath);
  if (wrong !== undefined) return wrong;
  return spec.ReadOnly && isAnonymous ? 'must not set ReadOnly mode when using anonymous volumes' : undefined;
}

/** Go's filepath.IsLocal. */
function subpathProblem(subpath: string): string | undefined {
  const isLocal = !isAbsolutePath(subpath) && !/^\.\.(\/|$)/.test(cleanPath(subpath));
  return isLocal ? undefined : 'subpath must be a relative path within the volume';
}

function tmpfsOptionsProblem(options: readonly string[][]): string | undefined {
  for (const option of options) {
    if (option.length < 1 || option.length > 2) return 'invalid option array length';
    if (option[0] !== 'exec' && option[0] !== 'noexec') return `invalid option: ${option[0]}`;
  }
  return undefined;
}
