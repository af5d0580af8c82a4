/**
 * The seam: transports, the API, the recorder, the replayer and faults all meet here and nowhere else.
 * Web `Response` is not the seam's type because it can carry neither a hijacked stream nor header order.
 */

/** Header pairs as they stand on the wire: order, case and repetition kept. */
export type RawHeaders = ReadonlyArray<readonly [name: string, value: string]>;

/** One request, as the client sent it. */
export interface Exchange {
  /** Upper case as sent: `GET`, `POST`, ... */
  readonly method: string;
  /** Path and query exactly as sent: `/v1.51/containers/json?all=1`. A byte beyond ASCII is a character (Latin-1). */
  readonly target: string;
  readonly headers: RawHeaders;
  /** The request's body, pulled as it is read; empty where there is none. May be iterated once. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Aborted when the peer went away before the reply was complete. */
  readonly signal: AbortSignal;
}

/** A whole body, or one produced as the peer takes it. */
export type ReplyBody = Uint8Array | AsyncIterable<Uint8Array> | LendingBody;

/** What arrived in one read of a message's body. Its bytes are overwritten by the next read. */
export interface LentBytes {
  /** The body's chunks, or what of them was read. */
  readonly pieces: readonly Uint8Array[];
  /** The last piece is not the whole of its chunk: more of it comes. */
  readonly cut: boolean;
  /** The same as it stands on the wire in chunked coding, its end included. Undefined where it has no coding. */
  readonly wire: Uint8Array | undefined;
}

/** Takes lent bytes. They are the lender's again once the promise has resolved, or at once where there is none. */
export type TakeLent = (lent: LentBytes) => Promise<void> | undefined;

/**
 * A body that can also hand on what it reads without giving it away: an image of gigabytes passes through one buffer.
 * It is read one way or the other.
 */
export interface LendingBody extends AsyncIterable<Uint8Array> {
  /** Resolves at the body's end. Throws where the body breaks, or what `take` threw. */
  lendTo(take: TakeLent): Promise<void>;
}

/** An ordinary reply. The transport adds only framing (`Transfer-Encoding`), never a header of its own. */
export interface PlainReply {
  readonly status: number;
  /** The reason phrase, where it is not the status's usual one. */
  readonly reason?: string;
  readonly headers: RawHeaders;
  readonly body: ReplyBody;
}

/** A reply after whose head the connection belongs to `hijack`: attach, exec start, /session, /grpc. */
export interface HijackReply {
  /** 101 or 200; an error's where dockerd took the connection over before it failed, as attach does. */
  readonly status: number;
  /** `UPGRADED` with 101, as dockerd writes it. */
  readonly reason?: string;
  readonly headers: RawHeaders;
  /** What follows comes at a real daemon's pace: a transport must not hold it back. */
  readonly paced?: true;
  readonly hijack: (stream: HijackedStream) => void;
}

export type Reply = PlainReply | HijackReply;

/** Both directions of a connection after the reply's head, each closed on its own (half-close). */
export interface HijackedStream {
  /** Bytes from the peer; ends at its half-close; throws if the connection breaks. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Resolves once the transport can take more (backpressure); rejects when the connection is gone. */
  write(chunk: Uint8Array): Promise<void>;
  /**
   * Writes bytes that are the caller's again once the promise has resolved, or at once where there is none. Absent where
   * the peer gets the bytes themselves, as in memory.
   */
  lend?(chunk: Uint8Array): Promise<void> | undefined;
  /** Half-closes our direction. */
  end(): Promise<void>;
  /** Drops the connection both ways at once. */
  destroy(): void;
  /** Aborted when the connection is gone, whoever ended it. */
  readonly signal: AbortSignal;
}

/**
 * Anything that answers as a Docker daemon does: the simulated engine, a live daemon, a recording.
 * A rejected promise means the transport drops the connection without a reply.
 */
export interface Daemon {
  (exchange: Exchange): Promise<Reply>;
  /** The ports of its host that its containers publish, where they can be reached from outside. */
  readonly ports?: PublishedPorts;
  /** Ends the daemon and starts it again, where that is in our hands: of a simulated one. */
  readonly restart?: (options: { readonly liveRestore?: boolean }) => Promise<void>;
}

/** Published ports of a daemon's containers. TCP only. */
export interface PublishedPorts {
  /** Whether a container publishes this port of the daemon's host, and the address is one of that host's. */
  has(address: string, port: number): boolean;
  /** Connects to it. Undefined where nothing in the container listens: docker-proxy takes such a connection and resets it. */
  dial(port: number): PortConnection | undefined;
  /** From here on ports are opened and closed on the real host through `binder`. Returns the end of that. */
  bind(binder: PortBinder): () => void;
}

/** A connection to a program in a container, each direction closed on its own. */
export interface PortConnection {
  /** Resolves with what came next; undefined at the end of that direction. */
  read(): Promise<Uint8Array | undefined>;
  /** Resolves once there is room for more; false where nobody reads any more. */
  write(data: Uint8Array): Promise<boolean>;
  /** Half-closes our direction. */
  end(): void;
  /** Drops the connection both ways. */
  destroy(): void;
}

/** Opens ports on the real host, at once. */
export interface PortBinder {
  /** `in use` where another program has it. */
  bind(protocol: string, address: string, port: number): 'bound' | 'in use';
  /** Nothing happens where it was not bound. */
  release(protocol: string, address: string, port: number): void;
}

/** @throws a sentence to whoever gives `user` something else, such as the engine itself. */
export function checkDaemon(daemon: unknown, user: string): asserts daemon is Daemon {
  if (typeof daemon !== 'function')
    throw new Error(`${user} needs a daemon: of an engine, api(engine) makes one`);
}

export function canLend(body: ReplyBody): body is LendingBody {
  return 'lendTo' in body;
}

export function isHijack(reply: Reply): reply is HijackReply {
  return 'hijack' in reply;
}

/** The first value of a header, whatever its case; `undefined` where it was not sent. */
export function headerOf(headers: RawHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}
