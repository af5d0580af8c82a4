import { Errno } from '../../process/errno.ts';
import { SIGNAL_NUMBERS } from '../../process/signal.ts';
import { sys } from '../../process/sys.ts';
import type { Program, ProgramContext, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { complain } from '../output.ts';
import { decodeBytes } from '../text.ts';
import { type Answers, type Protocol, type Refusal, refusals } from './refusals.ts';

/**
 * A server of a well-known image as far as dockless has one: it writes what the image's log says once it is ready,
 * listens, and ends on a signal as the real one does. Who connects is refused in the protocol's own way, with a sentence
 * that says so: nothing is made up.
 */
export interface StandIn {
  readonly product: string;
  readonly ports: (context: ProgramContext) => readonly Port[];
  /** The lines that those who wait for it look for. */
  readonly ready: (now: bigint, context: ProgramContext) => readonly string[];
  readonly stopping?: (now: bigint) => readonly string[];
  /** The exit codes, by the signals that end it. */
  readonly endsOn: Readonly<Record<number, number>>;
  /** Over HTTP, what tells that it is ready. */
  readonly answers?: (context: ProgramContext) => Answers;
}

export interface Port {
  readonly port: number;
  readonly speaks: Protocol;
}

interface Start {
  /** By descriptor, in the order of the ports. */
  readonly listeners: readonly number[];
  /** Connections whose client has not spoken, and the port's place. */
  readonly waiting: ReadonlyArray<readonly [fd: number, place: number]>;
}

export function standIn(description: StandIn): Program {
  return function* (context) {
    const started = (context.start as Start | undefined) ?? (yield* begin(description, context));
    if (started === undefined) return 1;
    const serving = new Serving(description, context, started);
    for (;;) {
      const code = yield* serving.turn();
      if (code !== undefined) return code;
    }
  };
}

function* begin(description: StandIn, context: ProgramContext): Sys<Start | undefined> {
  for (const signal of Object.keys(description.endsOn)) yield* sys.signalAction(Number(signal), 'catch');
  yield* sys.signalAction(SIGNAL_NUMBERS.PIPE, 'ignore');
  const listeners: number[] = [];
  for (const { port } of description.ports(context)) {
    const fd = yield* outcome(sys.listen(port));
    if (fd instanceof Errno) {
      yield* complain(`${description.product}: cannot listen on port ${port}: ${fd.message}`);
      return undefined;
    }
    listeners.push(fd);
  }
  yield* complain(sentenceOf(description));
  for (const line of description.ready(yield* sys.now(), context)) yield* complain(line);
  return { listeners, waiting: [] };
}

const sentenceOf = ({ product }: StandIn) =>
  `dockless: a stand-in for ${product}, which is ready and refuses its clients: a program of your own is given with engine.image()`;

/** A server that runs, from checkpoint to checkpoint. */
class Serving {
  readonly #description: StandIn;
  readonly #context: ProgramContext;
  readonly #listeners: readonly number[];
  readonly #waiting: Map<number, number>;
  readonly #ports: readonly Port[];

  constructor(description: StandIn, context: ProgramContext, { listeners, waiting }: Start) {
    this.#description = description;
    this.#context = context;
    this.#listeners = listeners;
    this.#waiting = new Map(waiting);
    this.#ports = description.ports(context);
  }

  /** Whatever comes next; its exit code, if that is a signal that ends it. */
  *turn(): Sys<number | undefined> {
    yield* sys.checkpoint({ listeners: this.#listeners, waiting: [...this.#waiting] } satisfies Start);
    const ready = yield* outcome(sys.poll([...this.#listeners, ...this.#waiting.keys()]));
    if (ready instanceof Errno) return yield* this.#signalled();
    for (const fd of ready) {
      const place = this.#listeners.indexOf(fd);
      if (place < 0) yield* this.#heard(fd);
      else yield* this.#accept(fd, place);
    }
    return undefined;
  }

  *#signalled(): Sys<number | undefined> {
    const { endsOn, stopping } = this.#description;
    for (const signal of yield* sys.takeSignals()) {
      const code = endsOn[signal];
      if (code === undefined) continue;
      for (const line of stopping?.(yield* sys.now()) ?? []) yield* complain(line);
      return code;
    }
    return undefined;
  }

  *#accept(listener: number, place: number): Sys<void> {
    const { fd } = yield* sys.accept(listener);
    if (this.#refusal(place).first === 'server') yield* this.#refuse(fd, place, '');
    else this.#waiting.set(fd, place);
  }

  /** A client that says nothing was only looking whether the port is open. */
  *#heard(fd: number): Sys<void> {
    const place = this.#waiting.get(fd) as number;
    this.#waiting.delete(fd);
    const data = yield* outcome(sys.read(fd));
    if (data instanceof Errno || data.length === 0) yield* outcome(sys.close(fd));
    else yield* this.#refuse(fd, place, decodeBytes(data));
  }

  *#refuse(fd: number, place: number, request: string): Sys<void> {
    const sentence = sentenceOf(this.#description);
    const answers = this.#description.answers?.(this.#context) ?? {};
    const said = this.#refusal(place).say(sentence, request, answers);
    if (said.length > 0) yield* outcome(sys.write(fd, said));
    else yield* complain(sentence);
    yield* outcome(sys.close(fd));
  }

  #refusal(place: number): Refusal {
    return refusals[(this.#ports[place] as Port).speaks];
  }
}
