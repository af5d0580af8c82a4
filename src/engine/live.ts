import { Listeners } from '../support/listeners.ts';
import type { OutputHub } from './exec/output-hub.ts';
import type { PortBinder } from './networks/port-binder.ts';

/** How a wait for a container ended. */
export interface WaitResult {
  readonly exitCode: number;
  /** The container's State.Error; empty where there was none. */
  readonly error: string;
}

/**
 * What callers of an engine hold open: waits, followed logs, attached clients. Not part of the state: a copy of
 * the engine starts without any.
 */
export class Live {
  /** By container or exec id: its process exists, or could not be started. */
  readonly started = new Listeners<'started'>();
  /** By container id: it stopped, is about to be restarted, or was removed. */
  readonly stopped = new Listeners<WaitResult>();
  /** By container id. */
  readonly removed = new Listeners<WaitResult>();
  /** By exec id. */
  readonly execEnded = new Listeners<'ended'>();
  /** By container id: its log got an entry, or was closed because its process ended. */
  readonly logged = new Listeners<'entry' | 'closed'>();
  /** By container or exec id: who gets the output of its process. */
  readonly outputs = new Map<string, OutputHub>();
  /** Who makes published ports reachable on the real host, if anybody does. */
  portBinder: PortBinder | undefined;
  readonly #closers = new Set<() => void>();
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Calls `closer` when the engine is closed; the returned function forgets it. No AbortSignal: Node warns of a
   * leak when more than ten listen to one.
   */
  onClose(closer: () => void): () => void {
    this.#closers.add(closer);
    return () => this.#closers.delete(closer);
  }

  close(): void {
    this.#isClosed = true;
    for (const closer of [...this.#closers]) closer();
  }
}
