/** Docker's namespace modes: `host`, `none`, `container:REF` and their like, as HostConfig has them. */

/** The container that `container:REF` names; undefined for another mode. */
export function containerOfMode(mode: string): string | undefined {
  return mode.startsWith('container:') ? mode.slice('container:'.length) : undefined;
}

const PREDEFINED = ['', 'default', 'bridge', 'host', 'none'];

/** Whether a network mode names a network that a user made. */
export const isUserDefined = (mode: string): boolean =>
  !PREDEFINED.includes(mode) && containerOfMode(mode) === undefined;

export const isValidIpcMode = (mode: string): boolean =>
  ['', 'none', 'private', 'host', 'shareable'].includes(mode) || containerOfMode(mode) !== undefined;

export const isValidPidMode = (mode: string): boolean =>
  mode === '' || mode === 'host' || Boolean(containerOfMode(mode));

export const isValidUtsMode = (mode: string): boolean => mode === '' || mode === 'host';

export const isValidCgroupnsMode = (mode: string): boolean => ['', 'private', 'host'].includes(mode);
