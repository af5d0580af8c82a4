/** An event, as far as it matters here. */
interface EventMessage {
  readonly Type?: string;
  readonly Action?: string;
  readonly Actor?: {
    readonly ID?: string;
    readonly Attributes?: {
      readonly container?: string;
      readonly name?: string;
      readonly destination?: string;
    };
  };
}

/** What all of a container's endpoints or mounts go through: dockerd walks a map of them. */
const OF_EACH = new Set(['network connect', 'network disconnect', 'volume mount', 'volume unmount']);

/** A paused container is resumed behind the back of what stops it, which goes on to the next signal. */
const OF_ITSELF = new Set(['container kill', 'container unpause']);

/**
 * A stream's documents, with runs of such events in an order of their own: by network, by destination, or else by id; and
 * a resumption before the signals.
 *
 * @param known what an id is called in the answer of now, where it is bound
 */
export function withoutChanceOrder(
  documents: readonly unknown[],
  known: (id: string) => string | undefined,
): unknown[] {
  const keyOf = (document: unknown) => {
    const { Type, Action, Actor } = document as EventMessage;
    const { ID = '', Attributes } = Actor ?? {};
    if (Type === 'container') return Action === 'unpause' ? '0' : '1';
    return Attributes?.name ?? Attributes?.destination ?? known(ID) ?? '';
  };
  const sorted: unknown[] = [];
  for (let start = 0, end = 0; start < documents.length; start = end) {
    const run = runOf(documents[start]);
    end = start + 1;
    while (run !== undefined && end < documents.length && runOf(documents[end]) === run) end += 1;
    const members = documents.slice(start, end).map(document => ({ document, key: keyOf(document ?? {}) }));
    members.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    sorted.push(...members.map(({ document }) => document));
  }
  return sorted;
}

/** The same for events of one run. */
function runOf(document: unknown): string | undefined {
  const { Type, Action, Actor } = (document ?? {}) as EventMessage;
  const kind = `${Type} ${Action}`;
  if (OF_ITSELF.has(kind)) return Actor?.ID;
  return OF_EACH.has(kind) ? `${kind} ${Actor?.Attributes?.container}` : undefined;
}
