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
const BY_CHANCE = new Set(['network connect', 'network disconnect', 'volume mount', 'volume unmount']);

/**
 * A stream's documents, with runs of such events in an order of their own: by network, by destination, or else by id.
 *
 * @param known what an id is called in the answer of now, where it is bound
 */
export function withoutChanceOrder(
  documents: readonly unknown[],
  known: (id: string) => string | undefined,
): unknown[] {
  const keyOf = (document: unknown) => {
    const { ID = '', Attributes } = (document as EventMessage).Actor ?? {};
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
  return BY_CHANCE.has(kind) ? `${kind} ${Actor?.Attributes?.container}` : undefined;
}
