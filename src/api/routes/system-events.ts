import { invalidParameter } from '../../engine/errors.ts';
import { type EventsRequest, eventView, matchesEvent, pastEvents } from '../../engine/system/events.ts';
import { MessageQueue } from '../../support/message-queue.ts';
import type { Call, Handler } from '../call.ts';
import { parseTimestampNs } from '../wire/timestamp.ts';

/**
 * A client that is further behind loses what comes. dockerd lets 1,024 wait and has 100 ms of patience with each more
 * (moby daemon/events/events.go); here thousands may happen in one turn, in which no client can read.
 */
const MOST_WAITING = 16_384;

/** GET /events: what is remembered, then what happens until `until` or until the client goes. */
export const eventsHandler: Handler = call => {
  const sinceNs = timeOf(call, 'since');
  const untilNs = timeOf(call, 'until');
  if (untilNs !== undefined && sinceNs !== undefined && untilNs < sinceNs) {
    const [since, until] = [call.query.text('since'), call.query.text('until')];
    throw invalidParameter(`\`since\` time (${since}) cannot be after \`until\` time (${until})`);
  }
  return { status: 200, messages: eventMessages(call, { sinceNs, untilNs, filters: call.filters() }) };
};

/** -1 means none too, as in moby's eventTime. */
function timeOf({ query }: Call, name: string): bigint | undefined {
  const text = query.text(name);
  const ns = parseTimestampNs(text);
  return /^-0*1(\.|$)/.test(text) ? undefined : ns;
}

/** Listens from the call on, so that nothing is missed before the first message is read. */
function eventMessages(
  { engine, exchange }: Call,
  request: EventsRequest,
): Iterable<unknown> | AsyncIterable<unknown> {
  const past = pastEvents(engine, request).map(eventView);
  const { untilNs, filters } = request;
  const nowNs = engine.clock.lastNs();
  const isOver = untilNs !== undefined && untilNs <= nowNs;
  if (isOver || exchange.signal.aborted || engine.live.isClosed) return past;
  const queue = new MessageQueue<unknown>(() => stop(), MOST_WAITING);
  for (const message of past) queue.push(message);
  // On a later turn, as dockerd's publisher is a goroutine of its own: the reply to the call that caused the event
  // goes out first. The CLI counts on it: told of a `destroy`, it gives up on the removal that it asked for.
  const later = (step: () => void) => engine.clock.host.defer(step);
  const unsubscribe = engine.events.subscribe(event => {
    if (matchesEvent(filters, event)) later(() => queue.push(eventView(event)));
  });
  exchange.signal.addEventListener('abort', () => queue.end(), { once: true });
  const forget = engine.live.onClose(() => queue.end());
  let cancel = () => {};
  if (untilNs !== undefined) {
    // With a time to end at the client waits for it, so that an auto clock goes there at once.
    const ended = new Promise<void>(resolve => {
      const cancelTimer = engine.clock.after(untilNs - nowNs, resolve);
      cancel = () => {
        cancelTimer();
        resolve();
      };
    });
    void engine.driver.wait(ended).then(() => later(() => queue.end()));
  }
  function stop(): void {
    unsubscribe();
    forget();
    cancel();
  }
  return queue;
}
