import { Random } from '../world/random.ts';

/** A UUID that belongs to the seed and draws from no stream. */
export function uuidOf(seed: string): string {
  const hex = new Random(seed).hex('ids', 32);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}
