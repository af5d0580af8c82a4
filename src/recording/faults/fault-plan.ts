import type { Exchange } from '../../exchange/exchange.ts';
import type { Barrier } from './barrier.ts';

/** What goes wrong with a call. */
export type Fault =
  /** Docker's error form with this status, instead of the daemon's answer; the daemon is not asked. */
  | { readonly kind: 'error'; readonly status: number; readonly message: string }
  /** The daemon is asked this much later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The daemon's answer breaks off after so many bytes of its body, or of a hijacked stream's output. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Messages that hold this text (`"Action":"die"`) are left out of the daemon's answer: events, progress. */
  | { readonly kind: 'dropMessages'; readonly matching: string }
  /** They come this much later, and so does all that follows them. */
  | { readonly kind: 'delayMessages'; readonly matching: string; readonly ms: number }
  /** A stream of progress (pull, push, load, build) ends with Docker's error once a message holds this text. */
  | { readonly kind: 'failProgress'; readonly after: string; readonly message: string }
  /** A call that writes to Docker's disk fails as where that is full; the others are answered. */
  | { readonly kind: 'diskFull' }
  /** The simulated daemon ends and starts again, which drops every connection; it is not asked. */
  | { readonly kind: 'restart'; readonly liveRestore?: boolean }
  /** The connection drops without an answer, before the daemon was asked. */
  | { readonly kind: 'reset' }
  /** No answer until the client gives up; the daemon is not asked. */
  | { readonly kind: 'silence' }
  /** The daemon is asked once the test releases the barrier. */
  | { readonly kind: 'hold'; readonly barrier: Barrier };

/** One rule of a plan: which calls it is about, and what goes wrong with them. */
export interface FaultRule {
  /**
   * `POST /containers/create`: method and path without the version. `*` stands for one segment, or for a whole method;
   * `**` for any number of segments. Default: every call.
   */
  readonly on?: string;
  /** Only the nth of the calls that match, counted from 1. Default: each of them. */
  readonly nth?: number;
  readonly fault: Fault;
}

/** Rules in order of precedence: the first that fits a call is applied to it, the others are not. */
export type FaultPlan = readonly FaultRule[];

const KINDS: ReadonlySet<string> = new Set(
  Object.keys({
    error: 0,
    delay: 0,
    cut: 0,
    dropMessages: 0,
    delayMessages: 0,
    failProgress: 0,
    diskFull: 0,
    restart: 0,
    reset: 0,
    silence: 0,
    hold: 0,
  } satisfies Record<Fault['kind'], 0>),
);

/** @throws a sentence that says what is wrong with which rule. */
export function checkPlan(plan: FaultPlan): void {
  if (!Array.isArray(plan)) {
    throw new Error(
      "a fault plan is a list of rules: [{ on: 'POST /images/create', fault: { kind: 'reset' } }]",
    );
  }
  plan.forEach((rule: FaultRule, index) => {
    const wrong = whatIsWrongWith(rule);
    if (wrong !== undefined) throw new Error(`rule ${index + 1} of the fault plan: ${wrong}`);
  });
}

function whatIsWrongWith({ on, nth, fault }: FaultRule): string | undefined {
  if (on !== undefined && !/^(\*|[A-Z]+) \/\S*$/.test(on)) {
    return `on: ${JSON.stringify(on)} must be a method and a path, as in "GET /containers/*/json"`;
  }
  if (nth !== undefined && !(Number.isInteger(nth) && nth > 0)) {
    return `nth: ${nth} must be a whole number from 1`;
  }
  if (!KINDS.has(fault?.kind)) return `fault: its kind must be one of ${[...KINDS].join(', ')}`;
  if (fault.kind === 'error' && !(fault.status >= 400 && fault.status <= 599)) {
    return `status: ${fault.status} must be an error's, 400 to 599`;
  }
  return undefined;
}

/** Whether a rule's `on` is about this call. */
export function isAbout(
  on: string | undefined,
  { method, target }: Pick<Exchange, 'method' | 'target'>,
): boolean {
  if (on === undefined) return true;
  const [wantedMethod, wantedPath] = on.split(' ') as [string, string];
  if (wantedMethod !== '*' && wantedMethod !== method) return false;
  const path = (target.split('?')[0] as string).replace(/^\/v\d+\.\d+(?=\/)/, '');
  return pathPattern(wantedPath).test(path);
}

function pathPattern(path: string): RegExp {
  const source = path
    .split('/')
    .map(part => (part === '**' ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')))
    .join('/');
  return new RegExp(`^${source}$`);
}
