import type { Bindings } from './bindings.ts';

type TokenKind = 'time' | 'mac' | 'id' | 'duration' | 'name' | 'temporary';

/** Parts of a text that say when or which, not what. */
const TOKENS = new RegExp(
  [
    String.raw`(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))`,
    String.raw`(?<mac>\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b)`,
    '(?<id>(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{12}(?![0-9a-f])))',
    String.raw`(?<duration>(?:Less than a second|About a minute|About an hour|\b\d+ (?:second|minute|hour|day|week|month|year)s?))`,
    String.raw`(?<temporary>(?<=/tmp/docker-[a-z]+-?)\d+)`,
    String.raw`(?<name>\b[a-z]{3,}_[a-z]{2,}\d?\b)`,
  ].join('|'),
  'g',
);

const ZERO_TIME = '0001-01-01T00:00:00Z';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** Whether both say the same, with ids, names and addresses bound and times left open. */
export function sameText(recorded: string, actual: string, bindings: Bindings): boolean {
  if (recorded === actual && !TOKENS.test(recorded)) return true;
  TOKENS.lastIndex = 0;
  const left = tokens(recorded);
  const right = tokens(actual);
  if (left.form !== right.form) return recorded === actual;
  return left.found.every((token, index) => sameToken(token, right.found[index] as Token, bindings));
}

/** The text with what may differ taken out: two texts of one form differ at most in ids and times. */
export function formOf(text: string): string {
  return tokens(text).form;
}

function tokens(text: string): { form: string; found: Token[] } {
  const found: Token[] = [];
  const form = text.replace(TOKENS, (...match) => {
    const groups = match.at(-1) as Record<string, string | undefined>;
    const kind = Object.keys(groups).find(name => groups[name] !== undefined) as TokenKind;
    found.push({ kind, text: match[0] as string });
    return `<${kind}>`;
  });
  return { form, found };
}

function sameToken(recorded: Token, actual: Token, bindings: Bindings): boolean {
  switch (recorded.kind) {
    case 'time':
      return (recorded.text === ZERO_TIME) === (actual.text === ZERO_TIME);
    case 'duration':
    case 'temporary':
      return true;
    case 'id':
      return recorded.text.length === actual.text.length && bindings.bind('id', recorded.text, actual.text);
    case 'mac':
      return bindings.bind('mac', recorded.text, actual.text);
    default:
      // Not every word with an underscore is a container's name: what is the same is the same.
      return recorded.text === actual.text || bindings.bind('name', recorded.text, actual.text);
  }
}
