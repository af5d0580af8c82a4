import type { DockerEvent } from '../../../engine/events.ts';
import { MessageQueue } from '../../../support/message-queue.ts';
import { imageShown, legacyImage, shortId } from './find.ts';
import { intOf, type LegacyCall, type LegacyReply } from './legacy-call.ts';
import { legacyJson, streamed } from './legacy-reply.ts';

const CONTAINER_ACTIONS = new Set(['create', 'die', 'destroy', 'export', 'start', 'stop', 'restart', 'kill']);
const IMAGE_ACTIONS = new Set(['untag', 'delete']);
const SIGKILL = '9';
const NS = 1_000_000_000n;

interface Noted {
  readonly event: DockerEvent;
  /** It belongs to a restart that has not come to its end. */
  readonly restarting: boolean;
}

/** GET /events: what was logged since, then all that comes; it never ends by itself (api.go, getEvents). */
export function legacyEvents(call: LegacyCall): LegacyReply {
  const { engine, exchange } = call;
  const since = intOf(call, 'since', 0);
  let stop = () => {};
  const queue = new MessageQueue<string>(() => stop());
  const tell = narrator(call, text => queue.push(text));
  if (since !== 0) {
    const past = [...engine.events.past()].filter(({ timeNs }) => timeNs / NS >= BigInt(since));
    tell(past.map(event => ({ event, restarting: false })));
  }
  // On a later turn: the reply to what caused it goes out first, and a restart's `start` is known to be one.
  let waiting: Noted[] = [];
  const flush = () => {
    const batch = waiting;
    waiting = [];
    tell(batch);
  };
  stop = engine.events.subscribe(event => {
    const { manuallyRestarting = false } = engine.state.containers.get(event.actorId)?.supervision ?? {};
    if (waiting.push({ event, restarting: manuallyRestarting }) === 1) engine.clock.host.defer(flush);
  });
  exchange.signal.addEventListener('abort', () => queue.end(), { once: true });
  return streamed(queue, true);
}

/** What was seen of a container since its process last ended. */
interface Ending {
  /** The first signal: a stop begins with another one than a kill. */
  readonly signal: string;
  stopped: boolean;
}

/**
 * Today's events as those of 2013. A signal was none: only a kill by the API was one. `stop` and `kill` come after the
 * `die`. A restart was `die` and `restart`, without the `stop` and the `start` between them (server.go).
 */
function narrator(call: LegacyCall, push: (text: string) => void): (batch: readonly Noted[]) => void {
  const endings = new Map<string, Ending>();
  const tell = (event: DockerEvent, status: string) => tellOne(call, event, status, push);
  return batch => {
    batch.forEach(({ event, restarting }, index) => {
      const { action, actorId, attributes } = event;
      const [next, second] = batch.slice(index + 1).filter(later => later.event.actorId === actorId);
      const ending = endings.get(actorId);
      if (action === 'kill' && attributes.signal !== undefined) {
        if (ending === undefined) endings.set(actorId, { signal: attributes.signal, stopped: false });
      } else if (action === 'stop' && ending !== undefined) {
        ending.stopped = !restarting;
      } else if (action !== 'start' || next?.event.action !== 'restart') {
        tell(event, action);
      }
      if (action !== 'die' || ending === undefined) return;
      endings.delete(actorId);
      const startsAgain = next?.event.action === 'start' && second?.event.action === 'restart';
      if (ending.stopped && !startsAgain) tell(event, 'stop');
      if (!ending.stopped && ending.signal === SIGKILL) tell(event, 'kill');
    });
  };
}

function tellOne(call: LegacyCall, event: DockerEvent, status: string, push: (text: string) => void): void {
  const { type, actorId, attributes, timeNs } = event;
  const shown = { container: CONTAINER_ACTIONS, image: IMAGE_ACTIONS }[type as string];
  if (!shown?.has(status)) return;
  const from =
    type === 'container' && call.form >= 1.4 ? { from: shownImage(call, attributes.image ?? '') } : {};
  push(legacyJson({ status, id: shortId(actorId), ...from, time: Number(timeNs / NS) }));
}

function shownImage({ engine }: LegacyCall, ref: string): string {
  const image = legacyImage(engine, ref);
  return image === undefined ? shortId(ref) : imageShown(engine, image.id);
}
