import { cleanPath, isAbsolutePath } from '../../support/posix-path.ts';
import { invalidParameter, systemError } from '../errors.ts';
import type { MountSpec } from './host-config.ts';
import { DEFAULT_PROPAGATION, hasNoCopy, isReadWrite, isValidMode, propagationOf } from './mount-mode.ts';
import type { MountPoint } from './mount-point.ts';
import { type HostPathExists, validateMountSpec } from './validate-mount.ts';

/** `[source:]destination[:mode]` of HostConfig.Binds. A missing source directory is made at start, no error. Mistakes have no kind in moby. */
export function parseBind(raw: string, volumeDriver: string): MountPoint {
  const invalid = systemError(`invalid volume specification: '${raw}'`);
  const [first = '', second, mode = '', more] = raw.split(':');
  if (first === '' || more !== undefined) throw invalid;
  // `/foo:rw` is a mode without a source.
  if (second !== undefined && raw.split(':').length === 2 && isValidMode(second)) throw invalid;
  if (!isValidMode(mode)) throw systemError(`invalid mode: ${mode}`);
  const spec = bindSpec(second === undefined ? '' : first, second ?? first, mode, volumeDriver);
  try {
    validateMountSpec(spec, undefined);
  } catch (error) {
    throw systemError(`${invalid.message}: ${(error as Error).message}`);
  }
  return { ...mountPoint(spec), mode };
}

function bindSpec(source: string, target: string, mode: string, volumeDriver: string): MountSpec {
  const type = isAbsolutePath(source) ? 'bind' : 'volume';
  const propagation = propagationOf(mode);
  const driver = volumeDriver !== '' && type === 'volume' ? { DriverConfig: { Name: volumeDriver } } : {};
  const noCopy = hasNoCopy(mode) ? { NoCopy: true } : {};
  const volumeOptions = { ...driver, ...noCopy };
  return {
    Type: type,
    Source: source,
    Target: target,
    ReadOnly: !isReadWrite(mode),
    ...(propagation !== undefined && { BindOptions: { Propagation: propagation } }),
    ...(Object.keys(volumeOptions).length > 0 && { VolumeOptions: volumeOptions }),
  };
}

/** One entry of HostConfig.Mounts. */
export function parseMountSpec(spec: MountSpec, exists: HostPathExists): MountPoint {
  validateMountSpec(spec, exists);
  return {
    ...mountPoint(spec),
    sourceMustExist: spec.Type === 'bind' && !spec.BindOptions?.CreateMountpoint,
  };
}

function mountPoint(spec: MountSpec): MountPoint {
  const type = spec.Type as MountPoint['type'];
  const source = spec.Source ?? '';
  const propagates = type === 'bind' || type === 'image';
  return {
    type,
    name: type === 'volume' ? source : '',
    source: type === 'bind' ? cleanPath(source) : type === 'image' ? source : '',
    destination: cleanPath(spec.Target ?? ''),
    driver: type === 'volume' ? (spec.VolumeOptions?.DriverConfig?.Name ?? '') : '',
    mode: '',
    rw: !spec.ReadOnly,
    propagation: propagates ? spec.BindOptions?.Propagation || DEFAULT_PROPAGATION : '',
    spec,
    copyData: type === 'volume' && !spec.VolumeOptions?.NoCopy,
    sourceMustExist: false,
  };
}

/** `container[:mode]` of HostConfig.VolumesFrom. */
export function parseVolumesFrom(spec: string): { ref: string; mode: string } {
  if (spec === '') throw invalidParameter('volumes-from specification cannot be an empty string');
  const colon = spec.indexOf(':');
  const ref = colon < 0 ? spec : spec.slice(0, colon);
  const mode = colon < 0 ? '' : spec.slice(colon + 1);
  if (!isValidMode(mode) || propagationOf(mode) !== undefined || hasNoCopy(mode)) {
    throw invalidParameter(`invalid mode: ${mode}`);
  }
  return { ref, mode: mode || 'rw' };
}
