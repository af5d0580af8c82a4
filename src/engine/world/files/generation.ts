import type { Inode } from './inode.ts';

/** Inodes as they were when a copy was taken: changes over what lies below; `null` is a removed inode. */
export interface Generation {
  readonly inodes: ReadonlyMap<number, Inode | null>;
  readonly below: Generation | undefined;
  readonly depth: number;
  /** The same content in a single generation, once somebody needed it. */
  flat?: Generation;
}

export function findIn(top: Generation | undefined, ino: number): Inode | undefined {
  for (let generation = top; generation !== undefined; generation = generation.below) {
    const inode = generation.inodes.get(ino);
    if (inode !== undefined) return inode ?? undefined;
  }
  return undefined;
}

export function* generationsAbove(top: Generation | undefined, floor: Generation | undefined) {
  for (let at = top; at !== undefined && at !== floor; at = at.below) yield at.inodes;
}

/** The generations above `floor` as one. */
export function flatten(top: Generation | undefined, floor: Generation | undefined): Generation | undefined {
  const depth = (floor?.depth ?? 0) + 1;
  if (top === undefined || top.depth <= depth) return top;
  if (floor === undefined && top.flat !== undefined) return top.flat;
  const inodes = new Map<number, Inode | null>();
  for (const generation of [...generationsAbove(top, floor)].reverse()) {
    for (const [ino, inode] of generation) {
      if (inode === null && floor === undefined) inodes.delete(ino);
      else inodes.set(ino, inode);
    }
  }
  const flat: Generation = { inodes, below: floor, depth };
  if (floor === undefined) top.flat = flat;
  return flat;
}
