import type { RawHeaders } from '../../exchange/exchange.ts';
import type { Bindings } from './bindings.ts';
import { compareBody } from './compare-body.ts';
import { sameText } from './compare-text.ts';
import { MACHINE_FACTS, UNORDERED } from './rules.ts';

/** A reply with its whole body. */
export interface Answered {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

/** Where two replies differ: `status`, `header Content-Type`, `body State.ExitCode`, `body stdout`. */
export interface ReplyDifference {
  readonly where: string;
  readonly recorded: string;
  readonly actual: string;
}

/**
 * Compares two replies to one request. Ids, names and addresses are bound; times, and what rules.ts lists, may
 * differ. Where the status differs, nothing else is looked at.
 *
 * @param operation `POST /containers/web/start`: method and path, without version and query
 */
export function compareReplies(
  operation: string,
  recorded: Answered,
  actual: Answered,
  bindings: Bindings,
): ReplyDifference[] {
  if (recorded.status !== actual.status) {
    return [{ where: 'status', recorded: summary(recorded), actual: summary(actual) }];
  }
  const differences: ReplyDifference[] = [];
  const report = (difference: ReplyDifference) => {
    if (!isMachineFact(operation, difference)) differences.push(difference);
  };
  compareHeaders(recorded.headers, actual.headers, bindings, report);
  compareBody(recorded.body, actual.body, recorded.headers, {
    bindings,
    unordered: path => UNORDERED.find(rule => rule.operation.test(operation) && rule.path.test(path)),
    report: ({ path, ...values }) => report({ where: `body ${path}`, ...values }),
  });
  return differences;
}

function compareHeaders(
  recorded: RawHeaders,
  actual: RawHeaders,
  bindings: Bindings,
  report: (difference: ReplyDifference) => void,
): void {
  const left = comparable(recorded);
  const right = comparable(actual);
  const names = (headers: RawHeaders) => headers.map(([name]) => name).join(', ');
  if (names(left) !== names(right)) {
    report({ where: 'headers', recorded: names(left), actual: names(right) });
    return;
  }
  const compareText = (name: string, value: string, ours: string) => {
    if (!sameText(value, ours, bindings)) report({ where: `header ${name}`, recorded: value, actual: ours });
  };
  for (const [index, [name, value]] of left.entries()) {
    const ours = right[index]?.[1] ?? '';
    if (/path-stat$/i.test(name)) compareText(name, decoded(value), decoded(ours));
    else compareText(name, value, ours);
  }
}

/** The JSON that Docker puts into a header. */
function decoded(value: string): string {
  return Buffer.from(value, 'base64').toString();
}

/** Without what the transport decides; whether the length was announced is compared, not the length. */
function comparable(headers: RawHeaders): RawHeaders {
  return headers
    .filter(([name]) => !/^(date|transfer-encoding)$/i.test(name))
    .map(([name, value]) => (/^content-length$/i.test(name) ? [name, 'announced'] : [name, value]));
}

/** Excused only where both have it, in one type. */
function isMachineFact(operation: string, { where, recorded, actual }: ReplyDifference): boolean {
  if (typeOf(recorded) !== typeOf(actual)) return false;
  return MACHINE_FACTS.some(rule => rule.operation.test(operation) && rule.where.test(where));
}

function typeOf(shown: string): string {
  if (/^(null|absent)$/.test(shown)) return shown;
  if (/^(true|false)$/.test(shown)) return 'boolean';
  if (/^-?\d/.test(shown)) return 'number';
  return /^["[{]/.test(shown) ? shown.slice(0, 1) : 'text';
}

function summary({ status, body }: Answered): string {
  return `${status} ${new TextDecoder().decode(body.subarray(0, 300)).trim()}`;
}
