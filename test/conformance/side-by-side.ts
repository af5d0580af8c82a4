import { headerOf, type RawHeaders } from '../../src/exchange/exchange.ts';
import { Bindings } from '../../src/recording/compare/bindings.ts';
import { operationOf } from '../../src/recording/compare/compare.ts';
import {
  type Answered,
  compareReplies,
  type ReplyDifference,
} from '../../src/recording/compare/compare-replies.ts';
import { acceptedAtRandom } from './accepted.ts';
import { tarOf } from './archives.ts';
import { Docker } from './client.ts';
import { freshEngine } from './play.ts';
import type { RandomCall } from './random/draw.ts';
import { eventsPath } from './random/history.ts';
import { References } from './random/references.ts';
import { newestDaemon } from './recorded-daemons.ts';

/** What came of a call of a history. */
export interface Step {
  readonly call: RandomCall;
  readonly differences: readonly ReplyDifference[];
}

/** A live daemon and an engine beside it, which get the same calls. */
export class SideBySide {
  readonly #real: Docker;
  readonly #dataRoot: string;
  readonly #ours: Docker;
  readonly #advance: (ms: number) => Promise<void>;
  readonly #nowMs: () => number;
  readonly #bindings = new Bindings();
  readonly #realReferences: References;
  readonly #ourReferences: References;
  #startedMs = performance.now();

  static async begin(real: Docker): Promise<SideBySide> {
    const { engine, daemon, advance } = await freshEngine(newestDaemon, Date.now());
    const dataRoot: string = (await real.get('/info')).json.DockerRootDir;
    return new SideBySide(
      real,
      dataRoot,
      new Docker(daemon),
      advance,
      () => Number(engine.clock.lastNs()) / 1e6,
    );
  }

  private constructor(
    real: Docker,
    dataRoot: string,
    ours: Docker,
    advance: (ms: number) => Promise<void>,
    nowMs: () => number,
  ) {
    this.#real = real;
    this.#dataRoot = dataRoot;
    this.#ours = ours;
    this.#advance = advance;
    this.#nowMs = nowMs;
    this.#realReferences = new References(real);
    this.#ourReferences = new References(ours);
  }

  /** Plays all calls, and asks for the events of it all in the end. */
  async play(calls: readonly RandomCall[], eventFilters: object): Promise<Step[]> {
    const realSince = Date.now() / 1000;
    const ourSince = this.#nowMs() / 1000;
    const steps: Step[] = [];
    for (const call of calls) steps.push({ call, differences: await this.#both(call) });
    await this.#pass(30);
    const call: RandomCall = { method: 'GET', path: eventsPath(0, 0, eventFilters) };
    const recorded = await this.#real.get(eventsPath(realSince, Date.now() / 1000, eventFilters));
    const actual = await this.#ours.get(eventsPath(ourSince, this.#nowMs() / 1000 - 0.001, eventFilters));
    steps.push({ call, differences: this.#compare(call, recorded, actual) });
    return steps;
  }

  async #both(call: RandomCall): Promise<readonly ReplyDifference[]> {
    const realCall = await this.#realReferences.resolve(call);
    const ourCall = await this.#ourReferences.resolve(call);
    this.#startedMs = performance.now();
    const recorded = await ask(this.#real, realCall, ms => new Promise(resolve => setTimeout(resolve, ms)));
    const asked = ask(this.#ours, ourCall, ms => this.#advance(ms));
    const actual = await this.#inTime(asked);
    this.#realReferences.note(realCall, recorded);
    if (actual === undefined) {
      return [{ where: 'status', recorded: String(recorded.status), actual: 'no reply' }];
    }
    this.#ourReferences.note(ourCall, actual);
    const differences = this.#compare(realCall, recorded, actual);
    if (call.thenMs !== undefined) await this.#pass(call.thenMs);
    if (realCall.settles !== undefined && ourCall.settles !== undefined) {
      await this.#settle(realCall.settles, ourCall.settles);
    }
    return differences;
  }

  /** The engine's clock goes as far as the real one went, and further while the reply is not there. */
  async #inTime<T>(asked: Promise<T>): Promise<T | undefined> {
    let answer: T | undefined;
    const taken = asked.then(value => {
      answer = value;
    });
    await this.#advance(performance.now() - this.#startedMs);
    for (let waited = 0; answer === undefined && waited < 2_000; waited += 10) await this.#advance(10);
    if (answer !== undefined) await taken;
    return answer;
  }

  async #pass(ms: number): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, ms));
    await this.#advance(ms);
  }

  /** Until a container that ends by itself has ended, or one that removes itself is gone, on both sides. */
  async #settle(realName: string, ourName: string): Promise<void> {
    const runs = async (docker: Docker, name: string) => {
      const { status, text } = await docker.get(`/containers/${name}/json`);
      if (status !== 200) return false;
      const { State, Path, HostConfig } = JSON.parse(text);
      if (HostConfig.AutoRemove && !State.Running && State.Status !== 'created') return true;
      return State.Running && !State.Paused && Path !== 'sleep';
    };
    for (let tries = 0; tries < 20 && (await runs(this.#real, realName)); tries += 1) {
      await new Promise(resolve => setTimeout(resolve, 25));
    }
    for (let tries = 0; tries < 20 && (await runs(this.#ours, ourName)); tries += 1) await this.#advance(25);
  }

  #compare(call: RandomCall, recorded: Answered, actual: Answered): ReplyDifference[] {
    const operation = operationOf({ method: call.method, target: call.path });
    const found = compareReplies(
      operation,
      this.#plain(recorded, this.#dataRoot, []),
      this.#plain(actual, '/var/lib/docker', this.#ourReferences.resolved),
      this.#bindings,
    );
    return found.filter(
      difference =>
        !acceptedAtRandom.some(
          rule =>
            rule.operation.test(operation) &&
            rule.where.test(difference.where) &&
            rule.docker.test(difference.recorded),
        ),
    );
  }

  /** Without the data root's place, ports that the host drew, events' times, and prefixes of ids that only we have. */
  #plain({ status, headers, body }: Answered, dataRoot: string, ours: readonly string[]): Answered {
    if (isArchive(headers)) return { status, headers, body };
    let text = Buffer.from(body).toString('latin1').replaceAll(dataRoot, '/var/lib/docker');
    text = text.replaceAll(/("HostPort":"|"PublicPort":)(3[2-9]\d{3}|[45]\d{4}|60\d{3})\b/g, '$1drawn');
    text = text.replaceAll(/"time":\d+,"timeNano":\d+/g, '"time":0,"timeNano":0');
    for (const [index, own] of ours.entries()) {
      const theirs = this.#realReferences.resolved[index];
      if (own.length === 8 && theirs !== undefined)
        text = text.replaceAll(new RegExp(`${own}(?![0-9a-f])`, 'g'), theirs);
    }
    return { status, headers, body: new Uint8Array(Buffer.from(text, 'latin1')) };
  }
}

/** Archives are compared as such: nothing in them is put otherwise. */
function isArchive(headers: RawHeaders): boolean {
  return /^application\/(x-tar|octet-stream)$/.test(headerOf(headers, 'content-type') ?? '');
}

/** Where the reply goes on, what came of it while the client stayed. */
async function ask(
  docker: Docker,
  call: RandomCall,
  pass: (ms: number) => Promise<unknown>,
): Promise<Answered & { readonly text: string }> {
  const body = call.tar === undefined ? call.body : await tarOf(...call.tar);
  const options = {
    ...(call.version === undefined ? {} : { version: call.version }),
    ...(call.headers === undefined ? {} : { headers: call.headers }),
  };
  if (call.readMs === undefined) return docker.ask(call.method, call.path, body, options).catch(failed);
  const client = new AbortController();
  const opened = docker.stream(call.method, call.path, body, { ...options, signal: client.signal });
  const stream = await Promise.race([opened.catch(failed), pass(call.readMs).then(() => noReplyYet)]);
  if (!('soFar' in stream)) {
    client.abort();
    return stream;
  }
  if (call.input !== undefined) {
    await stream.write(call.input).catch(() => {}); // no connection: the daemon refused
    await stream.end();
  }
  await pass(call.readMs);
  const text = stream.soFar();
  client.abort();
  const { status, headers } = stream;
  return { status, headers, text, body: new Uint8Array(Buffer.from(text, 'latin1')) };
}

const noReplyYet = { status: 0, headers: [], text: '', body: new TextEncoder().encode('no reply yet') };

/** A broken conversation has a status of its own. */
function failed(error: Error): Answered & { readonly text: string } {
  return { status: 0, headers: [], text: '', body: new TextEncoder().encode(error.message) };
}
