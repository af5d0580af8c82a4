import { Errno } from './errno.ts';
import { sys } from './sys.ts';
import {
  HOST_READY,
  type Program,
  type ProgramContext,
  type Running,
  type Sys,
  type SystemCall,
} from './system-call.ts';

/**
 * What an async program has of the container it runs in. Each call is one of the simulated kernel's; between them the
 * program may await whatever the host gives (a database, a fetch), and virtual time stands still until it goes on.
 */
export interface AsyncProcess extends ProgramContext {
  /** Aborted once the process is over, however it ended. */
  readonly signal: AbortSignal;
  /** To standard output. Text is written as UTF-8. */
  print(data: string | Uint8Array): Promise<void>;
  /** To standard error. */
  printError(data: string | Uint8Array): Promise<void>;
  /** A line of standard input without its newline; undefined at the end. */
  readLine(): Promise<string | undefined>;
  /** On the engine's clock. */
  sleep(ms: number): Promise<void>;
  /**
   * Any other system call, or a function of several: `await process.run(sys.readdir('/'))`. One at a time: a second
   * one waits for the first. Rejects with an Errno where it fails.
   */
  run<T>(calls: Sys<T>): Promise<T>;
}

/** A program as an async function. What it returns is the exit code; nothing is 0. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function without `return` is what people write
export type AsyncProgram = (process: AsyncProcess) => Promise<number | void>;

/** A program of either kind: a generator of system calls, or an async function. */
// biome-ignore lint/suspicious/noConfusingVoidType: as above
export type ImageProgram = (process: AsyncProcess) => Running | Promise<number | void>;

interface Request {
  readonly call: SystemCall;
  readonly resolve: (outcome: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** A program of either kind as the kernel runs it, and what it does first of all. */
export function programOf(program: ImageProgram, before: () => Sys<void> = nothing): Program {
  return context => {
    const running = new AsyncRunning();
    const calls = running.calls();
    const begun = calls.run(context.start === undefined ? before() : nothing());
    const made = program({ ...context, ...calls });
    if (!isPromise(made)) return context.start === undefined ? inOrder(before, made) : made;
    running.follow(begun.then(() => made));
    // The kernel uses next and throw alone; a generator has iterator helpers besides.
    return running as unknown as Running;
  };
}

function* nothing(): Sys<void> {}

function* inOrder(before: () => Sys<void>, program: Running): Running {
  yield* before();
  return yield* program;
}

const isPromise = (value: Running | Promise<unknown>): value is Promise<unknown> => 'then' in value;

/**
 * An async function in a generator's place: while it has asked for nothing it is at the system call `host`. A copy of
 * the engine runs the function again, and gives it the recorded results as it asks for them; so what it does outside
 * of its container is done again.
 */
export class AsyncRunning {
  readonly #requests: Request[] = [];
  readonly #recorded: Outcome[] = [];
  readonly #abort = new AbortController();
  #serving: Request | undefined;
  #end: { readonly code: number } | { readonly error: unknown } | undefined;
  #begun = false;
  #last: Promise<unknown> = Promise.resolve();
  #text = '';
  onReady: () => void = () => {};

  get isReady(): boolean {
    return this.#requests.length > 0 || this.#end !== undefined;
  }

  follow(promise: Promise<unknown>): void {
    promise.then(
      code => this.#ended({ code: typeof code === 'number' ? code : 0 }),
      error => this.#ended({ error }),
    );
  }

  #ended(end: { readonly code: number } | { readonly error: unknown }): void {
    this.#end = end;
    this.onReady();
  }

  abandon(): void {
    this.#abort.abort();
  }

  calls(): Omit<AsyncProcess, keyof ProgramContext> {
    const print = (fd: number) => async (data: string | Uint8Array) =>
      void (await this.#run(sys.write(fd, data)));
    return {
      signal: this.#abort.signal,
      print: print(1),
      printError: print(2),
      readLine: () => this.#readLine(),
      sleep: ms => this.#run(sys.sleep(BigInt(Math.round(ms * 1e6)))),
      run: calls => this.#run(calls),
    };
  }

  async #readLine(): Promise<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n');
      if (end >= 0) return this.#take(end);
      const data = await this.#run(sys.read(0));
      if (data.length === 0) return this.#text === '' ? undefined : this.#take(this.#text.length);
      this.#text += new TextDecoder().decode(data);
    }
  }

  #take(end: number): string {
    const line = this.#text.slice(0, end);
    this.#text = this.#text.slice(end + 1);
    return line;
  }

  #run<T>(calls: Sys<T>): Promise<T> {
    const result = this.#last.then(() => this.#drive(calls));
    this.#last = result.catch(() => {});
    return result;
  }

  async #drive<T>(calls: Sys<T>): Promise<T> {
    let next = calls.next();
    while (!next.done) {
      const outcome = await this.#ask(next.value).then(
        value => ({ value }),
        (error: unknown) => ({ error }),
      );
      next = 'error' in outcome ? calls.throw(outcome.error) : calls.next(outcome.value);
    }
    return next.value;
  }

  #ask(call: SystemCall): Promise<unknown> {
    const known = this.#recorded.shift();
    if (known !== undefined)
      return 'error' in known ? Promise.reject(known.error) : Promise.resolve(known.value);
    return new Promise((resolve, reject) => {
      this.#requests.push({ call, resolve, reject });
      this.onReady();
    });
  }

  next(value?: unknown): IteratorResult<SystemCall, number> {
    return this.#answer({ value });
  }

  throw(error: unknown): IteratorResult<SystemCall, number> {
    if (!(error instanceof Errno)) throw error;
    return this.#answer({ error });
  }

  #answer(outcome: Outcome): IteratorResult<SystemCall, number> {
    const served = this.#serving;
    this.#serving = undefined;
    if (served !== undefined) {
      if ('error' in outcome) served.reject(outcome.error);
      else served.resolve(outcome.value);
    } else if (this.#begun && !('value' in outcome && outcome.value === HOST_READY))
      this.#recorded.push(outcome);
    this.#begun = true;
    return this.#current();
  }

  #current(): IteratorResult<SystemCall, number> {
    if (this.#end !== undefined && this.#requests.length === 0) {
      if ('error' in this.#end) throw this.#end.error;
      return { done: true, value: this.#end.code };
    }
    this.#serving = this.#requests.shift();
    return { done: false, value: this.#serving?.call ?? { call: 'host' } };
  }
}
