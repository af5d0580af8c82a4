import type { Engine } from '../engine.ts';
import { invalidParameter } from '../errors.ts';
import type { Container } from './container.ts';
import { findContainer } from './find.ts';
import { listenOnce } from './listen-once.ts';
import { isRunning } from './running.ts';
import { emptyStats, measure, type Stats } from './stats-view.ts';

const INTERVAL_NS = 1_000_000_000n;

export interface StatsRequest {
  /** Go on once a second. Without it: one answer, with the second before it for comparison. */
  readonly stream: boolean;
  /** One answer at once, with nothing to compare it with. */
  readonly oneShot: boolean;
}

/** What a container uses (moby daemon/stats.go). The request is checked at once; the stream ends with the container. */
export function containerStats(
  engine: Engine,
  ref: string,
  { stream, oneShot }: StatsRequest,
  signal: AbortSignal,
): AsyncIterable<object> {
  const container = findContainer(engine, ref);
  if (stream && oneShot) throw invalidParameter('cannot have stream=true and one-shot=true');
  const identity = { name: `/${container.name}`, id: container.id };
  if (!stream && !isMeasurable(container)) return once({ ...identity, ...emptyStats() });
  if (oneShot) return once(measure(engine, container));
  return follow(engine, container.id, identity, stream, signal);
}

async function* once(stats: object): AsyncGenerator<object> {
  yield stats;
}

async function* follow(
  engine: Engine,
  containerId: string,
  identity: object,
  stream: boolean,
  signal: AbortSignal,
): AsyncGenerator<object> {
  let before = emptyStats();
  for (let first = true; ; first = false) {
    const container = engine.state.containers.get(containerId);
    if (container === undefined || signal.aborted || engine.live.isClosed) return;
    const now: Stats = isMeasurable(container) ? measure(engine, container) : emptyStats();
    const compared = { ...identity, ...now, preread: before.read, precpu_stats: before.cpu_stats };
    before = now;
    // A single answer is the second sample: the first one is what it is compared with.
    if (stream || !first) yield compared;
    if (!stream && !first) return;
    const pause = listenOnce(engine, engine.live.removed, containerId, { timeoutNs: INTERVAL_NS, signal });
    await engine.driver.wait(pause).catch(() => {});
  }
}

function isMeasurable(container: Readonly<Container>): boolean {
  return isRunning(container) && container.lifecycle.status !== 'restarting';
}
