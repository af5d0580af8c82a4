import type { Engine } from '../engine.ts';
import { conflict, DockerError } from '../errors.ts';
import type { Container, LogEntry } from './container.ts';
import { findContainer } from './find.ts';
import { logEnd } from './log-files.ts';

export interface LogsRequest {
  readonly follow: boolean;
  /** Only the last so many entries of both streams; all where undefined or negative. */
  readonly tail: number | undefined;
  readonly sinceNs: bigint | undefined;
  readonly untilNs: bigint | undefined;
}

/** Read after the container was found: what is wrong with it is told only then (moby daemon/logs.go). */
export type LazyLogsRequest = () => LogsRequest;

export interface ContainerLogs {
  readonly container: Readonly<Container>;
  /** Entries in the order they were written, as many at once as are there. */
  readonly batches: AsyncIterable<LogEntry[]>;
}

/** Entries handed on at once: enough to be fast, few enough to let a slow reader hold them up. */
const BATCH_ENTRIES = 256;

/** A container's log. What is wrong with the request throws at once; following ends when the container's run does. */
export function containerLogs(
  engine: Engine,
  ref: string,
  request: LogsRequest | LazyLogsRequest,
  signal: AbortSignal,
): ContainerLogs {
  const container = findContainer(engine, ref);
  const { status } = container.lifecycle;
  if (status === 'removing' || status === 'dead' || container.supervision.removalInProgress) {
    throw conflict('can not get logs from container which is dead or marked for removal');
  }
  if (container.hostConfig.LogConfig.Type === 'none') {
    throw new DockerError('notImplemented', 'configured logging driver does not support reading');
  }
  const read = typeof request === 'function' ? request() : request;
  return { container, batches: new LogReader(engine, container, read, signal).batches() };
}

/** Reads on from where it is, and knows from the moment it is made whether there may be more. */
class LogReader {
  readonly #engine: Engine;
  readonly #untilNs: bigint | undefined;
  /** As last seen: it may be removed while somebody still reads. */
  #container: Readonly<Container>;
  #sinceNs: bigint | undefined;
  #position: number;
  /** Entries up to here are read; undefined while there may be more. */
  #end: number | undefined;
  #wake: () => void = () => {};
  readonly #release: () => void;

  constructor(engine: Engine, container: Readonly<Container>, request: LogsRequest, signal: AbortSignal) {
    const first = container.supervision.logFiles.dropped;
    const end = logEnd(container);
    this.#container = container;
    const { status } = container.lifecycle;
    this.#engine = engine;
    this.#sinceNs = request.sinceNs;
    this.#untilNs = request.untilNs;
    const { tail } = request;
    this.#position = tail === undefined || tail < 0 ? first : Math.max(first, end - tail);
    // Between two runs there is no open logger to follow (moby daemon/logs.go, cLogCreated).
    this.#end = request.follow && (status === 'running' || status === 'paused') ? undefined : end;
    const stopListening = engine.live.logged.listen(container.id, what => {
      if (what === 'closed') this.#close();
      this.#wake();
    });
    const leave = () => {
      this.#end = this.#position;
      this.#release();
      this.#wake();
    };
    this.#release = () => {
      stopListening();
      forget();
      signal.removeEventListener('abort', leave);
    };
    const forget = engine.live.onClose(leave);
    signal.addEventListener('abort', leave);
    if (signal.aborted || engine.live.isClosed) leave();
  }

  async *batches(): AsyncGenerator<LogEntry[]> {
    try {
      for (;;) {
        const batch = this.#read();
        if (batch.length > 0) yield batch;
        else if (this.#end !== undefined && this.#position >= this.#end) return;
        else if (this.#position >= this.#written()) await this.#engine.driver.wait(this.#change());
      }
    } finally {
      this.#release();
    }
  }

  /** The next entries within the asked-for time; empty where there are none now. */
  #read(): LogEntry[] {
    const batch: LogEntry[] = [];
    const end = Math.min(this.#end ?? Number.POSITIVE_INFINITY, this.#written());
    const { log, supervision } = this.#container;
    const { dropped } = supervision.logFiles;
    // What was rotated away in the meantime is missed, as it is by a reader of Docker's files.
    if (this.#position < dropped) this.#position = dropped;
    while (this.#position < end && batch.length < BATCH_ENTRIES) {
      const entry = log.at(this.#position - dropped) as LogEntry;
      this.#position += 1;
      // Once an entry is late enough, all that follow are: their times need not grow (loggerutils, forwarder).
      if (this.#sinceNs !== undefined && entry.timeNs < this.#sinceNs) continue;
      this.#sinceNs = undefined;
      if (this.#untilNs !== undefined && entry.timeNs > this.#untilNs) {
        this.#end = this.#position;
        break;
      }
      batch.push(entry);
    }
    return batch;
  }

  #written(): number {
    this.#container = this.#engine.state.containers.get(this.#container.id) ?? this.#container;
    return logEnd(this.#container);
  }

  #close(): void {
    this.#end ??= this.#written();
  }

  #change(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
    });
  }
}
