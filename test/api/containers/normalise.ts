type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Facts of the machine whose dockerd was asked, and what stands for them in the engine. */
const MACHINE: ReadonlyArray<readonly [found: RegExp, shown: string]> = [
  [/\/tmp\/dockerd-[a-z-]+\/data/g, '/var/lib/docker'],
  [/\/tmp\/dockerd-[a-z-]+\/exec/g, '/var/run/docker'],
  [/available: 0-1$/g, 'available: 0-3'],
  [/to 2\.00, as there are only 2 CPUs/g, 'to 4.00, as there are only 4 CPUs'],
];

/** What differs from run to run. */
const CHANCE: ReadonlyArray<readonly [found: RegExp, shown: string]> = [
  [/sha256:[0-9a-f]{64}/g, 'IMAGE'],
  [/\b[0-9a-f]{64}\b/g, 'ID'],
  [/\b[0-9a-f]{12}\b/g, 'SHORT'],
  [/\b20\d\d-\d\d-\d\dT[\d:.]+Z/g, 'TIME'],
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, 'MAC'],
  [/^(Up|Exited \(\d+\)|Restarting \(\d+\)) .*?seconds?/g, '$1 N seconds'],
  [/^(32[7-9]|3[3-9]\d|[45]\d\d|60[0-9])\d\d$/g, 'EPHEMERAL'],
];

/** Values that are chance or the machine's, by the key they stand under. */
const VALUES: Readonly<Record<string, (value: Json) => Json>> = {
  Created: value => (typeof value === 'number' ? 0 : value),
  Pid: value => (value === 0 ? 0 : 1),
  PublicPort: value => (Number(value) >= 32_768 ? 'EPHEMERAL' : value),
  SizeRootFs: () => 0,
  time: () => 0,
  timeNano: () => 0,
  LowerDir: () => '',
  // Go's maps are in no order.
  Mounts: value => sorted(value),
  Ports: value => sorted(value),
  Hostname: value => (value === 'vm' ? 'dockless' : value),
};

/** A reply's body: nothing, JSON, or one JSON value a line. */
export function parseAnswer(text: string): Json {
  if (text === '') return null;
  const lines = text.trimEnd().split('\n');
  return lines.length === 1 ? JSON.parse(text) : lines.map(line => JSON.parse(line));
}

/** An answer with what is chance, or the machine's own, replaced by a word for it; order of fields kept. */
export function normalise(value: Json, key = ''): Json {
  if (typeof value === 'string') {
    return VALUES[key]?.(replaceAll(value)) ?? replaceAll(value);
  }
  if (typeof value !== 'object' || value === null) return VALUES[key]?.(value) ?? value;
  const result = Array.isArray(value)
    ? value.map(item => normalise(item, ''))
    : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, normalise(item, name)]));
  return VALUES[key]?.(result) ?? result;
}

const replaceAll = (text: string) =>
  [...MACHINE, ...CHANCE].reduce((shown, [found, word]) => shown.replace(found, word), text);

function sorted(value: Json): Json {
  if (!Array.isArray(value)) return value;
  return [...value].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
