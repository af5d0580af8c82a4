/** The `mode` of `source:destination:mode` (moby volume/mounts/linux_parser.go). */

export const PROPAGATIONS: readonly string[] = [
  'private',
  'rprivate',
  'slave',
  'rslave',
  'shared',
  'rshared',
];
export const DEFAULT_PROPAGATION = 'rprivate';

/** Of each kind a mode may hold one. */
const KINDS: ReadonlyArray<readonly string[]> = [
  ['rw', 'ro'],
  ['Z', 'z'],
  PROPAGATIONS,
  ['nocopy'],
  ['consistent', 'cached', 'delegated'],
];

export function isValidMode(mode: string): boolean {
  if (mode === '') return true;
  const kinds = mode.split(',').map(option => KINDS.findIndex(kind => kind.includes(option)));
  return !kinds.includes(-1) && new Set(kinds).size === kinds.length;
}

export const isReadWrite = (mode: string): boolean => isValidMode(mode) && !mode.split(',').includes('ro');

export const hasNoCopy = (mode: string): boolean => mode.split(',').includes('nocopy');

/** The propagation a mode names, if it names one. */
export const propagationOf = (mode: string): string | undefined =>
  mode.split(',').find(option => PROPAGATIONS.includes(option));
