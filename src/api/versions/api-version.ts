/** `1.51` as [1, 51]; compared part by part, never as a number (1.9 comes before 1.10). */
export type ApiVersion = readonly [major: number, minor: number];

/** What dockerd 28.5.2 speaks. */
export const MIN_API_VERSION = '1.24';
export const DEFAULT_API_VERSION = '1.51';

/** The first two parts; what is no number counts as 0, as in moby api/types/versions/compare.go. */
export function parseApiVersion(text: string): ApiVersion {
  const [major = 0, minor = 0] = text.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : 0));
  return [major, minor];
}

/** Below 0 where `a` is older, 0 where they are the same. All parts count: 1.51.1 is newer than 1.51. */
export function compareApiVersions(a: string, b: string): number {
  if (a === b) return 0;
  const left = a.split('.');
  const right = b.split('.');
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = part(left[index]) - part(right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

const part = (text = '') => (/^\d+$/.test(text) ? Number(text) : 0);
