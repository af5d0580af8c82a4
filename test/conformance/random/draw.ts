/** A file of an archive, or what its headers say. */
export interface TarMember {
  readonly name: string;
  readonly content?: string;
  readonly type?: 'directory' | 'symlink' | 'link';
  readonly linkname?: string;
  readonly mode?: number;
  readonly uid?: number;
}

/** One call of a random history, as plain data, so that a history can be played again with calls left out. */
export interface RandomCall {
  readonly method: string;
  /** With the references of `references.ts` in it: `/containers/<id:xx>/json`. */
  readonly path: string;
  readonly body?: unknown;
  /** The body is an archive of these. */
  readonly tar?: readonly TarMember[];
  /** What the client says once the connection is its own, before it ends its side. */
  readonly input?: string;
  /** `/v1.41`; the newest where it is left out. */
  readonly version?: string;
  readonly headers?: ReadonlyArray<readonly [string, string]>;
  /** Afterwards the container runs no more, or will stop by itself: wait before going on, or both sides race. */
  readonly settles?: string;
  /** The reply goes on: what came within so many milliseconds is compared, then the client goes away. */
  readonly readMs?: number;
  /** What the call has begun is over after so many milliseconds. */
  readonly thenMs?: number;
}

/** A number in [0, below), from the history's seed. */
export type Draw = (below: number) => number;

/** What the areas draw with. */
export interface Luck {
  readonly draw: Draw;
  /** One of them. */
  pick<T>(items: readonly T[]): T;
  /** True once in `times`. */
  once(times: number): boolean;
  /** Some of the fields, each once in `times`, with one of its values. */
  some(times: number, fields: Readonly<Record<string, readonly unknown[]>>): Record<string, unknown>;
}

/** Makes the next call of a history, or a few that belong together. */
export type Area = (luck: Luck) => RandomCall | RandomCall[];

/** A small generator of its own (mulberry32): the histories of a seed must not change with a library. */
export function luckOf(seed: number): Luck {
  let state = seed >>> 0;
  const draw: Draw = below => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const pick = <T>(items: readonly T[]): T => items[draw(items.length)] as T;
  return {
    draw,
    pick,
    once: times => draw(times) === 0,
    some(times, fields) {
      const chosen: Record<string, unknown> = {};
      for (const [name, values] of Object.entries(fields)) if (draw(times) === 0) chosen[name] = pick(values);
      return chosen;
    },
  };
}

export const CONTAINERS = ['xx', 'yy', 'zz'];
export const NETWORKS = ['n1', 'n2', 'n3', 'bridge', 'host', 'none', 'nosuch'];
export const VOLUMES = ['v1', 'v2', 'nosuch'];
export const IMAGES = [
  'busybox',
  'alpine',
  'alpine:3.20',
  'hello-world',
  'mine',
  'mine:2',
  'docker.io/library/busybox:latest',
  'nosuch',
  'BAD',
  'busybox@x',
  'a/b:c:d',
];
export const JUNK = [
  '',
  '{',
  '[]',
  'null',
  '{"Name":1}',
  '{"Image":5}',
  '{} {}',
  '"x"',
  '{"a":}',
  '{"Labels":[]}',
];

/** How a call names a container: mostly by its name. */
export function containerRef({ draw, pick }: Luck): string {
  const name = pick(CONTAINERS);
  const way = draw(12);
  if (way === 0) return `<id:${name}>`;
  if (way === 1) return `<short:${name}>`;
  if (way === 2) return `<prefix:${name}>`;
  if (way === 3) return pick(['nosuch', `%2F${name}`, 'bad%20name', `${name}x`]);
  return name;
}

export const query = (fields: Readonly<Record<string, unknown>>): string => {
  const entries = Object.entries(fields);
  if (entries.length === 0) return '';
  return `?${entries.map(([name, value]) => `${name}=${encodeURIComponent(typeof value === 'object' ? JSON.stringify(value) : String(value))}`).join('&')}`;
};
