/**
 * Below 0 where `a` is older, 0 where they are the same. Compared part by part, never as numbers (1.9 comes before
 * 1.10); what is no number counts as 0 (moby api/types/versions/compare.go).
 */
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
