/** An event, as far as it matters here. */
interface EventMessage {
  readonly Type?: string;
  readonly Action?: string;
  readonly Actor?: { readonly Attributes?: { readonly container?: string; readonly name?: string } };
}

/**
 * A stream's documents, with events of chance in the order of their networks: where dockerd connects or disconnects all of
 * a container's endpoints, it walks a map of them.
 */
export function withoutChanceOrder(documents: readonly unknown[]): unknown[] {
  const sorted: unknown[] = [];
  for (let start = 0, end = 0; start < documents.length; start = end) {
    const run = runOf(documents[start]);
    end = start + 1;
    while (run !== undefined && end < documents.length && runOf(documents[end]) === run) end += 1;
    sorted.push(...documents.slice(start, end).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)));
  }
  return sorted;
}

function runOf(document: unknown): string | undefined {
  const { Type, Action, Actor } = (document ?? {}) as EventMessage;
  if (Type !== 'network' || (Action !== 'connect' && Action !== 'disconnect')) return undefined;
  return `${Action} ${Actor?.Attributes?.container}`;
}

function nameOf(document: unknown): string {
  return (document as EventMessage | null)?.Actor?.Attributes?.name ?? '';
}
