import type { Engine } from '../engine.ts';

/** So many times the same question is taken for curiosity; the next one comes from somebody who waits. */
const CURIOUS_TIMES = 3;

/** What a poll waits for, where nothing else says so. */
const POLL_MS = 1_000;

/** How many questions are told apart. */
const MOST_QUESTIONS = 1_000;

/** Questions that clients put again and again until the answer changes. */
const POLLED = new Set(['ContainerInspect', 'ContainerList', 'ExecInspect', 'ContainerLogs']);

/**
 * With an `auto` clock nothing happens while nobody waits, so a client that polls would poll for ever: Testcontainers
 * does for health, everybody for the end of an exec. A question that is put again, with no change asked for in between,
 * is a wait of a second. It depends on the calls alone, so the same calls still give the same bytes.
 */
export async function passTimeForPolling(
  engine: Engine,
  method: string,
  operation: string,
  target: string,
): Promise<void> {
  if (engine.clock.mode !== 'auto') return;
  const { polls } = engine.state;
  if (method !== 'GET' && method !== 'HEAD') polls.clear();
  else if (POLLED.has(operation) && isPolled(polls, target)) await engine.driver.advance(POLL_MS);
}

/** The same for a published port at which nothing listens yet: whoever dials it will do so again. */
export function passTimeForDialling(engine: Engine): void {
  if (engine.clock.mode !== 'auto') return;
  void engine.driver.advance(POLL_MS);
}

function isPolled(counts: Map<string, number>, key: string): boolean {
  const times = (counts.get(key) ?? 0) + 1;
  // Questions that differ each time, as in the time they ask from, are no polls and are not kept.
  if (counts.size >= MOST_QUESTIONS && !counts.has(key)) counts.clear();
  counts.set(key, times);
  return times > CURIOUS_TIMES;
}
