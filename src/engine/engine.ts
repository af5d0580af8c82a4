import type { HostTimers } from '../support/host-timers.ts';
import { copyPlain } from '../support/plain-data.ts';
import { PrefixIndex } from '../support/prefix-index.ts';
import { Table } from '../support/table.ts';
import { CallLog, type EngineCall } from './call-log.ts';
import { connectLifecycle, processEnded, processOutput } from './containers/lifecycle.ts';
import { type ScriptedContainer, scriptContainer } from './containers/script.ts';
import { EventBus } from './events.ts';
import { makeScriptedImage, type ScriptedImage } from './images/script.ts';
import { Live } from './live.ts';
import { createDefaultNetworks } from './networks/default-networks.ts';
import { noHostPorts } from './networks/host-ports.ts';
import type { State } from './state.ts';
import { daemonPersona } from './system/persona-daemon.ts';
import type { DaemonPersona } from './system/persona-table.ts';
import { type RestartDaemonOptions, restartDaemon } from './system/restart-daemon.ts';
import { Clock, type ClockMode, type ClockState } from './world/clock.ts';
import { Driver } from './world/driver.ts';
import type { HostFiles } from './world/files/host-file-system.ts';
import { noProcesses } from './world/process/no-processes.ts';
import type { ProcessEnd, Processes, ProcessOwner } from './world/process/processes.ts';
import { ProgramTable } from './world/process/program-table.ts';
import { Random, type RandomState } from './world/random.ts';

/** How to make an engine. */
export interface EngineOptions {
  /** Ids, names, addresses and the order of things all come from it. Default `dockless`. */
  readonly seed?: string;
  /** Default `auto`. */
  readonly clock?: ClockMode;
  /** Which release of the daemon it is: `29`, `28.5` (default), `26.1`, ... `1.6` (engine/system/persona-table.ts). */
  readonly daemon?: string;
  readonly host: HostTimers;
  /** The simulated host's disk for bind mounts: a memfs volume, or node:fs. Default: an empty disk in the state. */
  readonly hostFiles?: HostFiles;
  /** Programs of your own for executables in containers, shared with copies of the engine. */
  readonly programs?: ProgramTable;
  /** Makes the kernel of the engine's containers. */
  readonly processes?: (engine: Engine) => Processes;
}

/** The whole of an engine at one moment. Restoring or forking it any number of times leaves it as it is. */
export interface EngineSnapshot {
  readonly seed: string;
  readonly clock: ClockState;
  readonly random: RandomState;
  readonly events: ReturnType<EventBus['save']>;
  readonly state: State;
}

/** A simulated Docker daemon: its state, and the world it lives in. Verbs are functions that take it first. */
export class Engine {
  readonly #options: EngineOptions;
  /** What runs in containers beside the built-in commands. */
  readonly programs: ProgramTable;
  readonly hostFiles: HostFiles | undefined;
  /** The release it is. */
  readonly persona: DaemonPersona;
  state!: State;
  clock!: Clock;
  random!: Random;
  events!: EventBus;
  processes!: Processes;
  driver!: Driver;
  /** What callers hold open: not part of the state. */
  live!: Live;
  readonly #unsimulated = new Map<string, number>();
  /** Where the api notes what it is asked. */
  readonly callLog = new CallLog();

  constructor(options: EngineOptions, snapshot?: EngineSnapshot) {
    this.#options = options;
    this.hostFiles = options.hostFiles;
    this.persona = daemonPersona(options.daemon);
    this.programs = options.programs ?? new ProgramTable();
    this.#assemble(snapshot);
    if (snapshot === undefined) createDefaultNetworks(this);
  }

  #assemble(snapshot: EngineSnapshot | undefined): void {
    const { clock = 'auto', host, seed = 'dockless', processes } = this.#options;
    this.live = new Live();
    this.clock = new Clock(clock, host, snapshot?.clock);
    this.random = new Random(snapshot?.seed ?? seed, snapshot?.random);
    this.events = new EventBus(snapshot?.events);
    this.state = snapshot === undefined ? emptyState(this.clock.lastNs()) : forkState(snapshot.state);
    this.processes = processes?.(this) ?? noProcesses;
    this.driver = new Driver(this.clock, this.processes);
    connectLifecycle(this);
  }

  /** The kernel's word that a process it was told to start has ended, after all its output was handed on. */
  processEnded(who: ProcessOwner, end: ProcessEnd): void {
    processEnded(this, who, end);
  }

  /** The kernel's word that one of them wrote something; false stops its writers until `resumeOutput`. */
  processOutput(who: ProcessOwner, stream: 'stdout' | 'stderr', data: Uint8Array): boolean {
    return processOutput(this, who, stream, data);
  }

  /**
   * Makes an image of your own, by name, and returns its id: a program of yours over a distribution, or a stand-in
   * that only logs, listens and reports its health.
   *
   * @example
   * engine.image('shop/backend:1', { program: async process => process.print('ready\\n'), ports: [8080] });
   */
  image(reference: string, script: ScriptedImage): string {
    return makeScriptedImage(this, reference, script);
  }

  /** A container by id or name, for a test to make things happen to it. Throws `No such container`. */
  container(ref: string): ScriptedContainer {
    return scriptContainer(this, ref);
  }

  /** What clients asked of this engine through its API, oldest first; of many, the last 9,000 and more. */
  get calls(): readonly EngineCall[] {
    return this.callLog.calls;
  }

  /**
   * Lets `ms` of the engine's time pass: each timer fires at its own time, and callers go on in between.
   *
   * @throws where the clock is `real`
   * @example
   * await engine.advance(60_000);
   */
  advance(ms: number): Promise<void> {
    return this.driver.advance(ms);
  }

  /** Resolves once nothing can run; with an `auto` clock, once no timer is left either (or an hour has passed). */
  idle(): Promise<void> {
    return this.driver.idle();
  }

  /**
   * The daemon ends and starts again, as for an upgrade: containers stop, unless it restores them live, and start by
   * their restart policies; past events are forgotten, and whoever waits, listens or is attached is released.
   */
  restartDaemon(options: RestartDaemonOptions = {}): Promise<void> {
    return restartDaemon(this, options);
  }

  /** Releases everybody who waits or listens, and lets nothing run any more. */
  close(): void {
    this.driver.stop();
    this.live.close();
  }

  /** What was asked for and is not simulated, with how often: `{ 'checkpoints': 2 }`. */
  unsimulated(): Record<string, number> {
    return Object.fromEntries(this.#unsimulated);
  }

  noteUnsimulated(feature: string): void {
    // Some name what a client made up: a server that runs for days must not keep them all.
    const isNew = !this.#unsimulated.has(feature) && this.#unsimulated.size >= MOST_FEATURES;
    const noted = isNew ? 'others' : feature;
    this.#unsimulated.set(noted, (this.#unsimulated.get(noted) ?? 0) + 1);
  }

  snapshot(): EngineSnapshot {
    return {
      seed: this.random.seed,
      clock: this.clock.save(),
      random: this.random.save(),
      events: this.events.save(),
      state: forkState(this.state),
    };
  }

  /** Goes back (or over) to a snapshot, of this engine or of another. Whoever waits or listens is released. */
  restore(snapshot: EngineSnapshot): void {
    this.close();
    this.#assemble(snapshot);
  }

  /** An engine of its own that goes on from here: given the same calls, it answers the same bytes. */
  fork(): Engine {
    return new Engine({ ...this.#options, clock: this.clock.mode, programs: this.programs }, this.snapshot());
  }
}

/** How many features `unsimulated` tells apart. */
const MOST_FEATURES = 1_000;

/** The simulated host has been up for ten days when an engine is made, so that nothing looks just booted. */
const UP_BEFORE_NS = 864_000_000_000_000n;

/** The first host pid given to a container's processes; those of the host itself lie below. */
const FIRST_HOST_PID = 1_200;

function emptyState(nowNs: bigint): State {
  return {
    containers: new Table(),
    containerIds: new PrefixIndex(),
    started: new Table(),
    containerNames: new Table(),
    execs: new Table(),
    images: {
      images: new Table(),
      ids: new PrefixIndex(),
      references: new Table(),
      layers: new Table(),
      blobs: new Table(),
    },
    networks: new Table(),
    hostPorts: noHostPorts(),
    volumes: new Table(),
    buildCache: { records: new Table(), keys: new Table() },
    sandboxes: new Table(),
    machines: new Table(),
    kernel: { nextHostPid: FIRST_HOST_PID, runQueue: [], bootedNs: nowNs - UP_BEFORE_NS },
    polls: new Map(),
    hostDisk: new Table(),
  };
}

function forkState(state: State): State {
  return {
    containers: state.containers.fork(),
    containerIds: state.containerIds.fork(),
    started: state.started.fork(),
    containerNames: state.containerNames.fork(),
    execs: state.execs.fork(),
    images: {
      images: state.images.images.fork(),
      ids: state.images.ids.fork(),
      references: state.images.references.fork(),
      layers: state.images.layers.fork(),
      blobs: state.images.blobs.fork(),
    },
    networks: state.networks.fork(),
    hostPorts: { taken: state.hostPorts.taken.fork(), last: state.hostPorts.last.fork() },
    volumes: state.volumes.fork(),
    buildCache: { records: state.buildCache.records.fork(), keys: state.buildCache.keys.fork() },
    sandboxes: state.sandboxes.fork(),
    machines: state.machines.fork(),
    kernel: copyPlain(state.kernel),
    polls: new Map(state.polls),
    hostDisk: state.hostDisk.fork(),
  };
}
