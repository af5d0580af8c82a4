import type { FileSystemView } from '../files/file-system-view.ts';
import { dropOutgoing } from './close.ts';
import type { KernelCore, KernelHost, KernelWorld } from './kernel-core.ts';
import { LivePrograms } from './live-programs.ts';
import type { KernelState, Machine, Process, Task, Waiter } from './machine.ts';
import { addDescription, addProcess, refer } from './new-process.ts';
import { append, newPipe, PIPE_CAPACITY } from './pipe.ts';
import { infoOf } from './process-calls.ts';
import type { MachineSpec, Processes, ProcessOwner, ProcessSpec, StandardStreams } from './processes.ts';
import type { Signal } from './signal.ts';
import { deliver, deliverHeld } from './signal-delivery.ts';
import { prepareStart } from './start.ts';
import { cutRecord, runProcess } from './step.ts';
import type { PlainData, ProcessInfo, WindowSize } from './system-call.ts';
import { newTerminal } from './terminal.ts';
import { resizeTerminal, typeInto } from './terminal-input.ts';
import { PROCESS_TIMER } from './time-calls.ts';

/** How many system calls a process may make before others get a turn. */
const QUANTUM = 64;

/** The key of the container's own task among its machine's tasks; others go by exec id. */
const MAIN_TASK = '';

/** A tty takes this much from the host before it makes it wait. */
const TYPED_AHEAD = 4096;

/** The simulated Linux kernel of all containers. What it knows lies in the engine's state; see machine.ts. */
export class Kernel implements Processes, KernelCore {
  readonly host: KernelHost;
  readonly world: KernelWorld;
  readonly #live: LivePrograms;
  readonly #files = new Map<string, FileSystemView>();
  /** Who wrote more input than there was room for, by machine and task. */
  readonly #inputWaiters = new Map<string, Array<() => void>>();
  #running = false;
  onRunnable: () => void = () => {};

  constructor(host: KernelHost, world: KernelWorld) {
    this.host = host;
    this.world = world;
    this.#live = new LivePrograms(world.programs);
    host.clock.handle(PROCESS_TIMER, key => this.#timerFired(key));
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
      this.#files.set(id, view);
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
    const context = {
      programs: this.world.programs,
      files: this.files(machine),
      machine: machine.spec,
      kind,
    };
    const started = prepareStart(context, spec);
    if (kind === 'container') this.host.state.machines.set(machine.id, machine);
    const seed = { ...started, ppid: 0, pgid: 0, sid: 0, umask: 0o022, limits: undefined, task: key };
    const process = addProcess(this, machine, seed);
    const task = connectStreams(machine, process, key, spec);
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
    return {
      writeInput: data => this.#writeInput(containerId, execId, data),
      closeInput: () => this.#closeInput(containerId, execId),
      resumeOutput: () => this.#resumeOutput(containerId, execId),
    };
  }

  async #writeInput(containerId: string, key: string, data: Uint8Array): Promise<void> {
    const machine = this.machine(containerId);
    const task = machine?.tasks.get(key);
    if (machine === undefined || task === undefined || task.inputClosed) return;
    if (task.terminal !== undefined) {
      const terminal = machine.terminals.get(task.terminal);
      if (terminal !== undefined) typeInto(this, machine, terminal, data);
    } else if (task.stdin !== undefined) {
      const pipe = machine.pipes.get(task.stdin);
      if (pipe === undefined || pipe.readers <= 0) return;
      append(pipe, data);
      this.wake(pipe.waiters);
    }
    if (hasRoom(machine, task)) return;
    const waiterKey = `${containerId}/${key}`;
    await new Promise<void>(resolve => {
      const waiters = this.#inputWaiters.get(waiterKey) ?? [];
      waiters.push(resolve);
      this.#inputWaiters.set(waiterKey, waiters);
    });
  }

  inputTaken(machine: Machine, key: string): void {
    const waiterKey = `${machine.id}/${key}`;
    const waiters = this.#inputWaiters.get(waiterKey);
    if (waiters === undefined) return;
    const task = machine.tasks.get(key);
    if (task !== undefined && !hasRoom(machine, task)) return;
    this.#inputWaiters.delete(waiterKey);
    for (const resolve of waiters) resolve();
  }

  #closeInput(containerId: string, key: string): void {
    const machine = this.machine(containerId);
    const task = machine?.tasks.get(key);
    // A terminal has no half-close: its host end stays open as long as the process.
    if (machine === undefined || task?.stdin === undefined || task.inputClosed) return;
    task.inputClosed = true;
    dropOutgoing(this, { machine: containerId, pipe: task.stdin });
  }

  #resumeOutput(containerId: string, key: string): void {
    const task = this.machine(containerId)?.tasks.get(key);
    if (task === undefined) return;
    task.outputStopped = false;
    this.wake(task.outputWaiters);
  }

  signal(containerId: string, signal: Signal, execId: string = MAIN_TASK): void {
    const machine = this.#required(containerId);
    const pid = machine.tasks.get(execId)?.pid;
    const process = pid === undefined ? undefined : machine.processes.get(pid);
    if (process !== undefined) deliver(this, machine, process, signal, 'outside');
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
    if (owner !== undefined) this.host.processEnded(owner, { exitCode, oomKilled: false });
  }

  #drop(machine: Machine): void {
    this.host.state.machines.delete(machine.id);
    this.#live.forgetMachine(machine.id);
    this.#files.delete(machine.id);
    const keys = [...machine.tasks.keys()];
    machine.tasks.clear();
    machine.ready = [];
    for (const key of keys) this.inputTaken(machine, key);
  }

  /** A full turn for each machine in its order: one process of it, for a quantum. */
  run(maxSteps: number): boolean {
    const queue = this.#state.runQueue;
    let left = maxSteps;
    this.#running = true;
    try {
      while (left > 0 && queue.length > 0) {
        left -= this.#runNext(queue.shift() as string, Math.min(QUANTUM, left));
      }
    } finally {
      this.#running = false;
    }
    return queue.length > 0;
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

function newMachine(id: string, spec: MachineSpec, hostParentPid: number): Machine {
  return {
    id,
    // Frozen, so that a copy of the engine shares it.
    spec: Object.freeze({ ...spec }),
    hostname: spec.hostname,
    hostParentPid,
    nextPid: 1,
    nextId: 1,
    frozen: false,
    queued: false,
    ready: [],
    processes: new Map(),
    descriptions: new Map(),
    pipes: new Map(),
    terminals: new Map(),
    tasks: new Map(),
  };
}

function hasRoom(machine: Machine, task: Task): boolean {
  if (task.terminal !== undefined) {
    const input = machine.terminals.get(task.terminal)?.input ?? [];
    return input.reduce((bytes, chunk) => bytes + chunk.length, 0) <= TYPED_AHEAD;
  }
  const pipe = task.stdin === undefined ? undefined : machine.pipes.get(task.stdin);
  return pipe === undefined || pipe.readers <= 0 || pipe.bytes <= PIPE_CAPACITY;
}

/** Descriptors 0, 1 and 2: a terminal, or pipes to the host and /dev/null where nobody can write. */
function connectStreams(
  machine: Machine,
  process: Process,
  task: string,
  spec: ProcessSpec,
): Pick<Task, 'stdin' | 'terminal'> {
  if (spec.tty) {
    const terminal = machine.nextId;
    machine.nextId += 1;
    machine.terminals.set(terminal, newTerminal(task, spec.consoleSize, process.sid));
    const id = addDescription(machine, { kind: 'terminal', refs: 0, terminal });
    for (const fd of [0, 1, 2]) refer(machine, process, fd, id);
    return { stdin: undefined, terminal };
  }
  let stdin: number | undefined;
  if (spec.openStdin) {
    stdin = machine.nextId;
    machine.nextId += 1;
    machine.pipes.set(stdin, newPipe(1, 1));
    refer(machine, process, 0, addDescription(machine, { kind: 'pipe', refs: 0, pipe: stdin, end: 'read' }));
  } else {
    refer(machine, process, 0, addDescription(machine, { kind: 'device', refs: 0, device: 'null' }));
  }
  refer(machine, process, 1, addDescription(machine, { kind: 'output', refs: 0, task, stream: 'stdout' }));
  refer(machine, process, 2, addDescription(machine, { kind: 'output', refs: 0, task, stream: 'stderr' }));
  return { stdin, terminal: undefined };
}
