import {
  checkDaemon,
  type Daemon,
  type Exchange,
  type HijackedStream,
  isHijack,
  type Reply,
} from '../../exchange/exchange.ts';
import { hostTimers } from '../../support/host-timers.ts';
import { aborted } from './barrier.ts';
import { answerOfFullDisk } from './disk-full.ts';
import { errorReply } from './error-reply.ts';
import { checkPlan, type Fault, type FaultPlan, type FaultRule, isAbout } from './fault-plan.ts';
import { failProgress, filterMessages } from './message-faults.ts';

export interface FaultsOptions {
  /** Waits that long. Default: by the host's clock. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** A daemon with trouble, and what trouble it has made. */
export interface FaultyDaemon extends Daemon {
  /** Each fault that was applied, in order: the call's method and target, and the rule. */
  readonly applied: ReadonlyArray<{ readonly call: string; readonly rule: FaultRule }>;
}

/**
 * Any daemon, with trouble at chosen calls.
 *
 * @throws a sentence where a rule is malformed, or its daemon cannot be restarted
 * @example
 * const daemon = faults([{ on: 'POST /images/create', nth: 1, fault: { kind: 'cut', afterBytes: 200 } }], api(engine));
 */
export function faults(plan: FaultPlan, daemon: Daemon, options: FaultsOptions = {}): FaultyDaemon {
  checkPlan(plan);
  checkDaemon(daemon, 'faults()');
  if (daemon.restart === undefined && plan.some(({ fault }) => fault.kind === 'restart')) {
    throw new Error('a fault plan can restart a simulated daemon only: faults(plan, api(engine))');
  }
  const sleep = options.sleep ?? hostSleep;
  const counts = plan.map(() => 0);
  const applied: Array<{ call: string; rule: FaultRule }> = [];

  function ruleFor(exchange: Exchange): FaultRule | undefined {
    let found: FaultRule | undefined;
    plan.forEach((rule, index) => {
      if (!isAbout(rule.on, exchange)) return;
      const count = (counts[index] as number) + 1;
      counts[index] = count;
      if (found === undefined && (rule.nth === undefined || rule.nth === count)) found = rule;
    });
    return found;
  }

  async function faulty(exchange: Exchange): Promise<Reply> {
    const rule = ruleFor(exchange);
    if (rule === undefined) return daemon(exchange);
    applied.push({ call: `${exchange.method} ${exchange.target}`, rule });
    return applyFault(rule.fault, exchange, daemon, sleep);
  }
  return Object.assign(faulty, { ...daemon, applied });
}

async function applyFault(
  fault: Fault,
  exchange: Exchange,
  daemon: Daemon,
  sleep: (ms: number) => Promise<void>,
): Promise<Reply> {
  switch (fault.kind) {
    case 'error':
      return errorReply(fault.status, fault.message);
    case 'reset':
      throw new Error('a fault plan resets this connection');
    case 'restart':
      await daemon.restart?.(fault);
      throw new Error('a fault plan restarts the daemon');
    case 'silence':
      return aborted(exchange.signal);
    case 'delay':
      await Promise.race([sleep(fault.ms), aborted(exchange.signal)]);
      return daemon(exchange);
    case 'hold':
      await fault.barrier.pass(exchange.signal);
      return daemon(exchange);
    case 'cut':
      return cutReply(await daemon(exchange), fault.afterBytes);
    case 'dropMessages':
      return filterMessages(await daemon(exchange), async message => !message.includes(fault.matching));
    case 'failProgress':
      return failProgress(await daemon(exchange), fault.after, fault.message);
    case 'diskFull':
      return answerOfFullDisk(exchange, daemon);
    case 'delayMessages':
      return filterMessages(await daemon(exchange), async message => {
        if (message.includes(fault.matching)) {
          await Promise.race([sleep(fault.ms), aborted(exchange.signal)]);
        }
        return true;
      });
  }
}

function cutReply(reply: Reply, afterBytes: number): Reply {
  if (!isHijack(reply)) return { ...reply, body: cutBody(reply.body, afterBytes) };
  return { ...reply, hijack: stream => reply.hijack(cutStream(stream, afterBytes)) };
}

async function* cutBody(
  body: Uint8Array | AsyncIterable<Uint8Array>,
  afterBytes: number,
): AsyncIterable<Uint8Array> {
  let left = afterBytes;
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    if (left > 0) yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left < 0) break;
  }
  if (left < 0) throw new Error('a fault plan cuts this reply');
}

function cutStream(stream: HijackedStream, afterBytes: number): HijackedStream {
  let left = afterBytes;
  return {
    input: stream.input,
    signal: stream.signal,
    end: () => stream.end(),
    destroy: () => stream.destroy(),
    async write(chunk) {
      const whole = left >= chunk.length;
      if (left > 0) await stream.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (whole) return;
      stream.destroy();
      throw new Error('a fault plan cuts this stream');
    },
  };
}

const timers = hostTimers();

function hostSleep(ms: number): Promise<void> {
  return new Promise(resolve => {
    timers.after(ms, resolve);
  });
}
