import { dropEnd } from './close.ts';
import { Errno } from './errno.ts';
import type { KernelCore } from './kernel-core.ts';
import type { Address, ConnectionEnd, Pipe } from './machine.ts';
import { connectTo } from './network-calls.ts';
import { append, joined, PIPE_CAPACITY, takeFrom } from './pipe.ts';
import { countSegment } from './traffic.ts';

/** The host's end of a connection into a container. */
export interface HostConnection {
  /** Resolves with what came next; undefined once the container's side has ended its direction. */
  read(): Promise<Uint8Array | undefined>;
  /** Resolves once there is room for more; false where nobody reads any more. */
  write(data: Uint8Array): Promise<boolean>;
  /** Half-closes the host's direction. */
  end(): void;
  /** Drops the connection both ways. */
  destroy(): void;
}

interface PipePlace {
  readonly machine: string;
  readonly pipe: number;
}

const MOST_AT_ONCE = 65_536;

/**
 * Connections from outside the engine to what listens in containers. Their pipes lie in the state; who waits at the
 * host's end does not, so a copy of the engine keeps a connection that nobody serves.
 */
export class HostConnections {
  readonly #kernel: KernelCore;
  /** By `machine/pipe`: what to do when something changes about that pipe. */
  readonly #watched = new Map<string, () => void>();

  constructor(kernel: KernelCore) {
    this.#kernel = kernel;
  }

  /** Undefined where nobody listens. */
  dial(machineId: string, from: Address, to: Address): HostConnection | undefined {
    const machine = this.#kernel.machine(machineId);
    if (machine === undefined) return undefined;
    try {
      const outside = { ...from, end: { machine: machineId, interface: undefined } };
      return this.#serve(machineId, connectTo(this.#kernel, machine, outside, machineId, to));
    } catch (error) {
      if (error instanceof Errno) return undefined;
      throw error;
    }
  }

  /** The kernel's word that something changed about a pipe that the host waits for. */
  woken(machine: string, pipe: number): void {
    this.#watched.get(`${machine}/${pipe}`)?.();
  }

  machineGone(machineId: string): void {
    for (const [key, look] of [...this.#watched]) if (key.startsWith(`${machineId}/`)) look();
  }

  #pipe({ machine, pipe }: PipePlace): Pipe | undefined {
    return this.#kernel.machine(machine)?.pipes.get(pipe);
  }

  #watch(place: PipePlace, onChange: () => void): void {
    const look = () => {
      // A wake empties the list of waiters.
      this.#pipe(place)?.waiters.push({ machine: place.machine, pid: -place.pipe });
      onChange();
    };
    this.#watched.set(`${place.machine}/${place.pipe}`, look);
    look();
  }

  #serve(machineId: string, ours: ConnectionEnd): HostConnection {
    const incoming: PipePlace = { machine: machineId, pipe: ours.incoming };
    const outgoing: PipePlace = ours.peer;
    const readers: Array<() => void> = [];
    const writers: Array<() => void> = [];
    /** What was left when the container's side ended: its machine may be gone before it is read. */
    let rest: Uint8Array | undefined;
    this.#watch(incoming, () => {
      const pipe = this.#pipe(incoming);
      if (rest === undefined && (pipe === undefined || pipe.writers <= 0)) {
        rest = joined(pipe?.chunks ?? [], pipe?.bytes ?? 0);
      }
      for (const resume of readers.splice(0)) resume();
    });
    this.#watch(outgoing, () => {
      for (const resume of writers.splice(0)) resume();
    });
    const take = (): Uint8Array | undefined | 'nothing yet' => {
      if (rest !== undefined) {
        const last = rest;
        rest = new Uint8Array(0);
        return last.length === 0 ? undefined : last;
      }
      const pipe = this.#pipe(incoming);
      if (pipe === undefined) return undefined;
      const bytes = takeFrom(pipe, MOST_AT_ONCE);
      if (bytes === undefined) return 'nothing yet';
      this.#kernel.wake(pipe.waiters);
      return bytes;
    };
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      this.#watched.delete(`${outgoing.machine}/${outgoing.pipe}`);
      for (const resume of writers.splice(0)) resume();
      this.#drop(outgoing, 'write');
    };
    return {
      read: async () => {
        for (;;) {
          const taken = take();
          if (taken !== 'nothing yet') return taken;
          await new Promise<void>(resolve => readers.push(resolve));
        }
      },
      write: async data => {
        const pipe = ended ? undefined : this.#pipe(outgoing);
        if (pipe === undefined || pipe.readers <= 0) return false;
        append(pipe, data);
        if (data.length > 0) countSegment(this.#kernel, pipe.link, data.length);
        this.#kernel.wake(pipe.waiters);
        while (!ended && (this.#pipe(outgoing)?.bytes ?? 0) > PIPE_CAPACITY) {
          await new Promise<void>(resolve => writers.push(resolve));
        }
        return true;
      },
      end,
      destroy: () => {
        end();
        if (!this.#watched.delete(`${incoming.machine}/${incoming.pipe}`)) return;
        rest ??= new Uint8Array(0);
        for (const resume of readers.splice(0)) resume();
        this.#drop(incoming, 'read');
      },
    };
  }

  #drop(place: PipePlace, side: 'read' | 'write'): void {
    const machine = this.#kernel.machine(place.machine);
    const pipe = machine?.pipes.get(place.pipe);
    if (machine !== undefined && pipe !== undefined) dropEnd(this.#kernel, machine, place.pipe, pipe, side);
  }
}
