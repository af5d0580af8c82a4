/** One request of a conversation with a daemon, the same for a real one and for the engine. */
export interface Step {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without the version. */
  readonly target: string;
  readonly body?: unknown;
  /** Only this field of the answer counts. */
  readonly pick?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Asks one thing; `target` carries the version. */
export type Ask = (method: string, target: string, body: string | undefined) => Promise<Answer>;

export const get = (target: string, pick?: string): Step => ({
  method: 'GET',
  target,
  ...(pick !== undefined && { pick }),
});
export const post = (target: string, body?: unknown): Step => ({ method: 'POST', target, body });
export const remove = (target: string): Step => ({ method: 'DELETE', target });

export const filters = (value: unknown): string => `filters=${encodeURIComponent(JSON.stringify(value))}`;

/**
 * A conversation as it is compared and kept: a line a step, ids and times replaced by where they first appear, and
 * the events at the end. `now` is the daemon's time, in seconds since 1970.
 */
export async function converse(ask: Ask, steps: readonly Step[], now: () => string): Promise<string[]> {
  const normalise = normaliser();
  const lines: string[] = [];
  const since = now();
  for (const { method, target, body, pick } of steps) {
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const answer = await ask(method, `/v1.51${target}`, sent);
    const about = sent === undefined ? '' : ` ${sent}`;
    lines.push(`${method} ${target}${about} => ${answer.status} ${normalise(picked(answer.body, pick))}`);
  }
  const { body } = await ask('GET', `/v1.51/events?since=${since}&until=${now()}`, undefined);
  return [...lines, ...events(body, normalise)];
}

function picked(body: string, pick: string | undefined): string {
  const text = body.trim();
  if (!/^[{[]/.test(text)) return text;
  const value = JSON.parse(text);
  return JSON.stringify(sorted(pick !== undefined && pick in value ? value[pick] : value));
}

/** Events of networks and volumes; those of one kind that follow each other come in the order of Go's maps. */
function events(text: string, normalise: (text: string) => string): string[] {
  const kept = text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .filter(({ Type }) => Type === 'network' || Type === 'volume')
    .map(({ Type, Action, Actor }) => ({
      kind: `${Type} ${Action}`,
      line: normalise(JSON.stringify({ Type, Action, Actor })),
    }));
  const runs: Array<{ kind: string; lines: string[] }> = [];
  for (const { kind, line } of kept) {
    if (runs.at(-1)?.kind === kind) runs.at(-1)?.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs.flatMap(({ lines }) => lines.sort());
}

/** dockerd lists in the order of Go's maps: lists of named things are compared by name. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    const keyOf = (item: unknown) => (item as { Name?: string } | null)?.Name;
    return items.every(item => typeof keyOf(item) === 'string')
      ? items.sort((one, other) => ((keyOf(one) as string) < (keyOf(other) as string) ? -1 : 1))
      : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  // A network's containers come in the order of their random ids.
  if (entries.every(([key]) => /^[0-9a-f]{64}$/.test(key))) {
    entries.sort(([, one], [, other]) => (one.Name < other.Name ? -1 : 1));
  }
  return Object.fromEntries(
    entries.map(([key, item]) => [
      key,
      key === 'NetworksDeleted' && Array.isArray(item) ? [...item].sort() : sorted(item),
    ]),
  );
}

function normaliser(): (text: string) => string {
  const names = new Map<string, string>();
  const nameOf = (id: string) => {
    if (!names.has(id)) names.set(id, `ID${names.size + 1}`);
    return names.get(id) as string;
  };
  return text =>
    text
      .replaceAll(/[0-9a-f]{64}/g, nameOf)
      .replaceAll(/\b[0-9a-f]{12}\b/g, short => {
        const full = [...names.keys()].find(id => id.startsWith(short));
        return full === undefined ? short : `SHORT-${names.get(full)}`;
      })
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
      .replaceAll(/\b(?!02:42:00)[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, 'MAC')
      .replaceAll(/\bfd[0-9a-f]{2}:[0-9a-f]{1,4}:[0-9a-f]{1,4}:/g, 'ULA:')
      .replaceAll('Bind for :::', 'Bind for 0.0.0.0:')
      .replaceAll(/"\/[^"]*?\/(volumes|netns)\//g, '"/$1/');
}
