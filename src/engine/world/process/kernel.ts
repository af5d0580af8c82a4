import { ROOT } from '../files/file-system.ts';
import type { FileSystemView } from '../files/file-system-view.ts';
import { FileType, makeDevice } from '../files/inode.ts';
import { Errno } from './errno.ts';
import { type HostConnection, HostConnections } from './host-connections.ts';
import { HostStreams } from './host-streams.ts';
import type { KernelCore, KernelHost, KernelWorld } from './kernel-core.ts';
import { LivePrograms } from './live-programs.ts';
import type { Address, KernelState, Machine, Process, Waiter } from './machine.ts';
import { memoryOf } from './memory-calls.ts';
import { interfacesOf } from './network-calls.ts';
import { connectStreams, newMachine } from './new-machine.ts';
import { addProcess } from './new-process.ts';
import { procFileSystem } from './proc/proc-file-system.ts';
import { sysFileSystem } from './proc/sys-file-system.ts';
import { infoOf } from './process-calls.ts';
import { endProcess } from './process-end.ts';
import type {
  MachineSpec,
  Processes,
  ProcessOwner,
  ProcessSpec,
  StandardStreams,
  Usage,
} from './processes.ts';
import { cutRecord } from './record.ts';
import type { Signal } from './signal.ts';
import { deliver, deliverHeld } from './signal-delivery.ts';
import { prepareStart } from './start.ts';
import { runProcess } from './step.ts';
import type { PlainData, ProcessInfo, WaitStatus, WindowSize } from './system-call.ts';
import { resizeTerminal } from './terminal-input.ts';
import { PROCESS_TIMER } from './time-calls.ts';
import { trafficOf } from './traffic.ts';

/** How many system calls a process may make before others get a turn. */
const QUANTUM = 64;

/** The processor time that a system call stands for: what a busy turn's virtual time is counted by as well. */
const STEP_NS = 10_000n;

/** A view costs some 10 KB: those of containers that sleep are made anew when they wake up. */
const MOST_VIEWS = 256;

/** The key of the container's own task among its machine's tasks; others go by exec id. */
const MAIN_TASK = '';

/** Stands in while a machine's files are looked at before it is there. */
const NO_SPEC: MachineSpec = { hostname: '', domainname: '', init: false, image: '', ulimits: {}, memory: 0 };

/** The simulated Linux kernel of all containers. What it knows lies in the engine's state; see machine.ts. */
export class Kernel implements Processes, KernelCore {
  readonly host: KernelHost;
  readonly world: KernelWorld;
  readonly #live: LivePrograms;
  readonly #files = new Map<string, FileSystemView>();
  readonly #streams = new HostStreams(this);
  readonly #connections = new HostConnections(this);
  #running = false;
  /** Steps left in this run. */
  #left = 0;
  onRunnable: () => void = () => {};

  constructor(host: KernelHost, world: KernelWorld) {
    this.host = host;
    this.world = world;
    this.#live = new LivePrograms(world.programs);
    host.clock.handle(PROCESS_TIMER, key => this.#timerFired(key));
    this.#beginHostWork();
  }

  /** Async programs wait for promises that a copy of the engine does not have: they begin anew there. */
  #beginHostWork(): void {
    const { machines } = this.host.state;
    for (const { id, processes } of [...machines.values()]) {
      const waits = [...processes.values()].some(each => each.call?.call === 'host');
      if (!waits) continue;
      const machine = machines.edit(id);
      for (const process of machine.processes.values()) {
        if (process.call?.call === 'host') this.makeReady(machine, process);
      }
    }
  }

  get #state(): KernelState {
    return this.host.state.kernel;
  }

  machine(id: string): Machine | undefined {
    return this.host.state.machines.has(id) ? this.host.state.machines.edit(id) : undefined;
  }

  files({ id }: Machine): FileSystemView {
    let view = this.#files.get(id);
    if (view === undefined) {
      view = this.world.files(id);
      mountKernelFiles(this, id, view);
      this.#files.set(id, view);
      if (this.#files.size > MOST_VIEWS) this.#files.delete(this.#files.keys().next().value as string);
    }
    return view;
  }

  start(containerId: string, machineSpec: MachineSpec, spec: ProcessSpec): number {
    this.#files.delete(containerId);
    const hostParentPid = this.#state.nextHostPid;
    this.#state.nextHostPid += 1;
    const machine = newMachine(containerId, machineSpec, hostParentPid);
    return this.#startTask(machine, MAIN_TASK, { kind: 'container', containerId }, spec, 'container');
  }

  exec(containerId: string, execId: string, spec: ProcessSpec): number {
    const machine = this.#required(containerId);
    return this.#startTask(machine, execId, { kind: 'exec', execId, containerId }, spec, 'exec');
  }

  #startTask(
    machine: Machine,
    key: string,
    owner: ProcessOwner,
    spec: ProcessSpec,
    kind: 'container' | 'exec',
  ): number {
    const files = this.files(machine);
    const context = { programs: this.world.programs, files, machine: machine.spec, kind };
    const started = prepareStart(context, spec);
    if (kind === 'container') this.host.state.machines.set(machine.id, machine);
    const seed = { ...started, ppid: 0, pgid: 0, sid: 0, umask: 0o022, limits: undefined, task: key };
    const process = addProcess(this, machine, seed);
    const task = connectStreams(machine, process, key, spec);
    if (task.terminal !== undefined) addTerminalFile(machine, files, task.terminal);
    machine.tasks.set(key, {
      ...task,
      pid: process.pid,
      owner,
      inputClosed: false,
      outputStopped: false,
      outputWaiters: [],
    });
    return process.hostPid;
  }

  streams(containerId: string, execId: string = MAIN_TASK): StandardStreams | undefined {
    if (!this.host.state.machines.get(containerId)?.tasks.has(execId)) return undefined;
    return this.#streams.of(containerId, execId);
  }

  dial(containerId: string, from: Address, to: Address): HostConnection | undefined {
    return this.#connections.dial(containerId, from, to);
  }

  inputTaken(machine: Machine, key: string): void {
    this.#streams.inputTaken(machine, key);
  }

  signal(containerId: string, signal: Signal, execId: string = MAIN_TASK): void {
    const machine = this.#required(containerId);
    const pid = machine.tasks.get(execId)?.pid;
    const process = pid === undefined ? undefined : machine.processes.get(pid);
    if (process !== undefined) deliver(this, machine, process, signal, 'outside');
  }

  end(containerId: string, end: WaitStatus, cause?: 'oom'): void {
    const machine = this.#required(containerId);
    machine.oomKilled ||= cause === 'oom';
    endProcess(this, machine, machine.processes.get(1) as Process, end);
  }

  hang(containerId: string): void {
    this.#required(containerId).hangs = true;
  }

  usage(containerId: string): Usage {
    const machine = this.host.state.machines.get(containerId);
    return {
      cpuNs: BigInt(machine?.steps ?? 0) * STEP_NS,
      memory: machine ? memoryOf(machine) : 0,
      traffic: trafficOf(this, containerId),
    };
  }

  resize(containerId: string, size: WindowSize, execId: string = MAIN_TASK): void {
    const machine = this.#required(containerId);
    const id = machine.tasks.get(execId)?.terminal;
    const terminal = id === undefined ? undefined : machine.terminals.get(id);
    if (terminal !== undefined) resizeTerminal(this, machine, terminal, size);
  }

  pause(containerId: string): void {
    this.#required(containerId).frozen = true;
  }

  unpause(containerId: string): void {
    const machine = this.#required(containerId);
    machine.frozen = false;
    for (const process of [...machine.processes.values()]) {
      if (process.status !== 'stopped') deliverHeld(this, machine, process);
    }
    this.#enqueue(machine);
  }

  list(containerId: string): readonly ProcessInfo[] {
    const machine = this.host.state.machines.get(containerId);
    if (machine === undefined) return [];
    const hostPids = new Map<number, number>([[0, machine.hostParentPid]]);
    for (const { pid, hostPid } of machine.processes.values()) hostPids.set(pid, hostPid);
    const toHost = (pid: number) => hostPids.get(pid) ?? machine.hostParentPid;
    return [...machine.processes.values()].map(process => {
      const info = infoOf(machine, process);
      const { pid, ppid, pgid, sid } = info;
      return { ...info, pid: toHost(pid), ppid: toHost(ppid), pgid: toHost(pgid), sid: toHost(sid) };
    });
  }

  remove(containerId: string): void {
    const machine = this.machine(containerId);
    if (machine === undefined) return;
    for (const process of machine.processes.values()) {
      if (process.timer !== 0) this.host.clock.cancel(process.timer);
    }
    this.#drop(machine);
  }

  machineEnded(machine: Machine, exitCode: number): void {
    const owner = machine.tasks.get(MAIN_TASK)?.owner;
    this.#drop(machine);
    if (owner !== undefined) this.host.processEnded(owner, { exitCode, oomKilled: machine.oomKilled });
  }

  #drop(machine: Machine): void {
    this.host.state.machines.delete(machine.id);
    this.#live.forgetMachine(machine.id);
    this.#files.delete(machine.id);
    const keys = [...machine.tasks.keys()];
    machine.tasks.clear();
    machine.ready = [];
    for (const key of keys) this.inputTaken(machine, key);
    this.#connections.machineGone(machine.id);
  }

  /** A full turn for each machine in its order: one process of it, for a quantum. */
  run(maxSteps: number): boolean {
    const queue = this.#state.runQueue;
    this.#left = maxSteps;
    this.#running = true;
    try {
      while (this.#left > 0 && queue.length > 0) {
        const steps = this.#runNext(queue.shift() as string, Math.min(QUANTUM, this.#left));
        this.#left -= steps;
      }
    } finally {
      this.#running = false;
    }
    return queue.length > 0;
  }

  spend(steps: number): void {
    this.#left -= steps;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Returns the steps taken; at least one, so that nothing can hold the loop. */
  #runNext(id: string, most: number): number {
    const machine = this.machine(id);
    if (machine === undefined) return 1;
    machine.queued = false;
    if (machine.frozen) return 1;
    const pid = machine.ready.shift();
    const process = pid === undefined ? undefined : machine.processes.get(pid);
    if (process?.status !== 'ready') {
      this.#enqueue(machine);
      return 1;
    }
    const steps = runProcess({ kernel: this, machine, process }, this.#live, most);
    machine.steps += steps;
    process.steps += steps;
    // It may have ended, and another machine of the same id may run by now.
    if (this.host.state.machines.get(id) !== machine) return steps;
    if (process.status === 'ready') machine.ready.push(process.pid);
    this.#enqueue(machine);
    return steps;
  }

  makeReady(machine: Machine, process: Process): void {
    if (process.status !== 'waiting') return;
    process.status = 'ready';
    machine.ready.push(process.pid);
    this.#enqueue(machine);
  }

  #enqueue(machine: Machine): void {
    if (machine.queued || machine.frozen || machine.ready.length === 0) return;
    machine.queued = true;
    this.#state.runQueue.push(machine.id);
    if (!this.#running) this.onRunnable();
  }

  wake(waiters: Waiter[]): void {
    if (waiters.length === 0) return;
    for (const { machine: id, pid } of waiters.splice(0)) {
      if (pid < 0) {
        this.#connections.woken(id, -pid);
        continue;
      }
      const machine = this.machine(id);
      const process = machine?.processes.get(pid);
      if (machine !== undefined && process !== undefined) this.makeReady(machine, process);
    }
  }

  beginAnew(machine: Machine, process: Process): void {
    this.#live.forget(machine, process.pid);
    process.call = undefined;
    cutRecord(process, undefined);
  }

  cutRecord(process: Process, start: PlainData): void {
    cutRecord(process, start);
  }

  get holdsTime(): boolean {
    return this.#live.holdsTime;
  }

  hostWork(machine: Machine, process: Process): 'ready' | 'pending' {
    return this.#live.hostWork(machine, process, () => {
      const again = this.machine(machine.id);
      const waiting = again?.processes.get(process.pid);
      if (again !== undefined && waiting !== undefined) this.makeReady(again, waiting);
    });
  }

  forgetProgram(machine: Machine, pid: number): void {
    this.#live.forget(machine, pid);
  }

  #timerFired(key: string): void {
    const [id = '', pid] = key.split('/');
    const machine = this.machine(id);
    const process = machine?.processes.get(Number(pid));
    if (machine === undefined || process === undefined) return;
    process.timer = 0;
    this.makeReady(machine, process);
  }

  #required(containerId: string): Machine {
    const machine = this.machine(containerId);
    if (machine === undefined) throw new Error(`no machine runs for container ${containerId}`);
    return machine;
  }
}

/** /dev/pts/0 is there with the container's own terminal; an exec's is added. */
function addTerminalFile(machine: Machine, files: FileSystemView, id: number): void {
  const index = machine.terminals.get(id)?.index ?? 0;
  try {
    files.mknod(`/dev/pts/${index}`, '/', FileType.character | 0o620, makeDevice(136, index), ROOT);
    files.chown(`/dev/pts/${index}`, '/', 0, TTY_GROUP, true, ROOT);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
  }
}

/** devpts is mounted with gid=5. */
const TTY_GROUP = 5;

/** /proc and /sys, and over them what Docker lets nobody write to. */
function mountKernelFiles(kernel: Kernel, id: string, files: FileSystemView): void {
  const machine = () => kernel.host.state.machines.get(id) ?? newMachine(id, NO_SPEC, 0);
  const world = {
    ...{ host: kernel.host, machine, files },
    interfaces: () => interfacesOf(kernel, id),
    traffic: () => trafficOf(kernel, id),
  };
  const proc = procFileSystem(world);
  files.mount({ files: proc, path: '/proc', source: 'proc' });
  files.mount({ files: sysFileSystem(world), path: '/sys', source: 'sysfs', readOnly: true });
  files.mount({ files: proc, path: '/proc/sys', root: '/sys', source: 'proc', readOnly: true });
}
