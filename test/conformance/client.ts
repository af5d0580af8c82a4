import type { Daemon, Exchange, HijackedStream, RawHeaders, Reply } from '../../src/exchange/exchange.ts';
import { isHijack } from '../../src/exchange/exchange.ts';

const encoder = new TextEncoder();

export interface Answer {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: scenarios pick from whatever the daemon answers
  readonly json: any;
}

export interface AskOptions {
  readonly headers?: RawHeaders;
  /** Goes before the path instead of the client's own; `''` for none. */
  readonly version?: string;
  /** The client goes away, even before there is a reply. */
  readonly signal?: AbortSignal;
}

/** A reply that is read while it comes. */
export interface Stream {
  readonly status: number;
  readonly headers: RawHeaders;
  /** What has come, a character a byte. */
  soFar(): string;
  /** Waits until what came so far holds `text`. */
  until(text: string): Promise<void>;
  /** Waits for its end. */
  ended(): Promise<string>;
  write(data: string | Uint8Array): Promise<void>;
  end(): Promise<void>;
  /** Goes away, as a client that is killed. */
  abort(): void;
}

/** The little HTTP client that scenarios speak through. Strings and bytes go out as they are, other bodies as JSON. */
export class Docker {
  readonly #daemon: Daemon;
  readonly #version: string;

  /** @param version goes before each path: `/v1.41` */
  constructor(daemon: Daemon, version = '/v1.51') {
    this.#daemon = daemon;
    this.#version = version;
  }

  get = (path: string, options?: AskOptions) => this.ask('GET', path, undefined, options);
  head = (path: string, options?: AskOptions) => this.ask('HEAD', path, undefined, options);
  post = (path: string, body?: unknown, options?: AskOptions) => this.ask('POST', path, body, options);
  put = (path: string, body?: unknown, options?: AskOptions) => this.ask('PUT', path, body, options);
  delete = (path: string, options?: AskOptions) => this.ask('DELETE', path, undefined, options);

  async ask(method: string, path: string, body?: unknown, options: AskOptions = {}): Promise<Answer> {
    const reply = await this.#daemon(
      this.#exchange(method, path, body, options, new AbortController().signal),
    );
    if (isHijack(reply)) throw new Error(`${method} ${path} was hijacked: use stream()`);
    const chunks: Uint8Array[] = [];
    if (reply.body instanceof Uint8Array) chunks.push(reply.body);
    else for await (const chunk of reply.body) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const text = bytes.toString('utf8');
    return {
      status: reply.status,
      headers: reply.headers,
      body: bytes,
      text,
      get json() {
        return JSON.parse(text);
      },
    };
  }

  /** A request whose reply goes on: events, logs, attach, exec start, wait. */
  async stream(method: string, path: string, body?: unknown, options: AskOptions = {}): Promise<Stream> {
    const controller = new AbortController();
    options.signal?.addEventListener('abort', () => controller.abort());
    const reply = await this.#daemon(this.#exchange(method, path, body, options, controller.signal));
    if (!isHijack(reply)) {
      const taken = take(reply.body instanceof Uint8Array ? [reply.body] : reply.body);
      return { ...headOf(reply), ...taken, ...noInput, abort: () => controller.abort() };
    }
    const near = pipe();
    const far = pipe();
    const stream: HijackedStream = {
      input: near.output,
      write: async chunk => far.push(chunk),
      end: async () => far.end(),
      destroy: () => far.end(),
      signal: controller.signal,
    };
    reply.hijack(stream);
    return {
      ...headOf(reply),
      ...take(far.output),
      write: async data => near.push(typeof data === 'string' ? encoder.encode(data) : data),
      end: async () => near.end(),
      abort: () => controller.abort(),
    };
  }

  #exchange(method: string, path: string, body: unknown, options: AskOptions, signal: AbortSignal): Exchange {
    const { headers = [], version = this.#version } = options;
    const bytes = bytesOf(body);
    const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
    const length: RawHeaders = bytes === undefined ? [] : [['Content-Length', String(bytes.length)]];
    const type: RawHeaders = bytes === undefined || typed ? [] : [['Content-Type', 'application/json']];
    return {
      method,
      target: `${version}${path}`,
      headers: [['Host', 'docker'], ...headers.filter(([, value]) => value !== ''), ...type, ...length],
      body: (async function* () {
        if (bytes !== undefined) yield bytes;
      })(),
      signal,
    };
  }

  /** Creates a container of busybox and answers its id. */
  async create(config: object = {}, name?: string): Promise<string> {
    const query = name === undefined ? '' : `?name=${name}`;
    const { status, json, text } = await this.post(`/containers/create${query}`, {
      Image: 'busybox',
      ...config,
    });
    if (status !== 201) throw new Error(`the scenario needs this container: ${text}`);
    return json.Id;
  }

  async run(config: object = {}, name?: string): Promise<string> {
    const id = await this.create(config, name);
    await this.post(`/containers/${id}/start`);
    return id;
  }
}

const headOf = ({ status, headers }: Reply) => ({ status, headers });

const noInput = {
  write: async () => {
    throw new Error('this reply is no connection');
  },
  end: async () => {},
};

function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === undefined || body instanceof Uint8Array) return body;
  return encoder.encode(typeof body === 'string' ? body : JSON.stringify(body));
}

function take(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  let text = '';
  let over = false;
  let changed = () => {};
  const change = (wanted: string) =>
    new Promise<void>((resolve, reject) => {
      changed = resolve;
      setTimeout(
        () => reject(new Error(`no ${JSON.stringify(wanted)} in ${JSON.stringify(text)}`)),
        15_000,
      ).unref();
    });
  const reading = (async () => {
    try {
      for await (const chunk of source) {
        text += Buffer.from(chunk).toString('latin1');
        changed();
      }
    } finally {
      over = true;
      changed();
    }
  })();
  reading.catch(() => {});
  return {
    soFar: () => text,
    async until(wanted: string) {
      while (!text.includes(wanted)) {
        if (over) throw new Error(`ended without ${JSON.stringify(wanted)}: ${JSON.stringify(text)}`);
        await change(wanted);
      }
    },
    async ended() {
      await reading.catch(() => {});
      return text;
    },
  };
}

function pipe() {
  const chunks: Uint8Array[] = [];
  let over = false;
  let changed = () => {};
  return {
    push(chunk: Uint8Array) {
      chunks.push(chunk);
      changed();
    },
    end() {
      over = true;
      changed();
    },
    output: (async function* () {
      for (;;) {
        const chunk = chunks.shift();
        if (chunk !== undefined) yield chunk;
        else if (over) return;
        else
          await new Promise<void>(resolve => {
            changed = resolve;
          });
      }
    })(),
  };
}
