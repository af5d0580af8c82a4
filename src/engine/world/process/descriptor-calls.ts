import { closeDescription, dropOutgoing } from './close.ts';
import { Errno } from './errno.ts';
import { callerOf } from './file-calls.ts';
import { type CallContext, type Handlers, WAITS, waitFor } from './kernel-core.ts';
import type { Description, Device, Pipe, Terminal, Waiter } from './machine.ts';
import { addDescription, freeDescriptor, refer } from './new-process.ts';
import { newPipe, PIPE_BUF, PIPE_CAPACITY, putInto, takeFrom } from './pipe.ts';
import { SIGNAL_NUMBERS } from './signal.ts';
import { deliver, deliverToGroup } from './signal-delivery.ts';
import { columnAfter, takeTyped, toScreen } from './terminal.ts';
import { deadline } from './time-calls.ts';
import { countSegment } from './traffic.ts';

const EMPTY = new Uint8Array(0);

/** Who reads much works on it, too: 128 bytes count as a step. */
const BYTES_A_STEP = 7;

/** RLIMIT_NOFILE is Docker's 1048576; a process that opens more has lost count. */
const MOST_DESCRIPTORS = 1_048_576;

type Of<K extends Description['kind']> = Extract<Description, { readonly kind: K }>;

export function descriptionOf({ machine, process }: CallContext, fd: number): Description {
  const id = process.fds.get(fd);
  const description = id === undefined ? undefined : machine.descriptions.get(id);
  if (description === undefined) throw new Errno('EBADF');
  return description;
}

/** Opens a description under the lowest free descriptor. */
export function openDescription({ machine, process }: CallContext, description: Description): number {
  const fd = freeDescriptor(process);
  if (fd >= MOST_DESCRIPTORS) throw new Errno('EMFILE');
  refer(machine, process, fd, addDescription(machine, description));
  return fd;
}

type Reader<K extends Description['kind']> = (
  context: CallContext,
  description: Of<K>,
  max: number,
) => Uint8Array | typeof WAITS;

const readers: { readonly [K in Description['kind']]: Reader<K> } = {
  file(context, file, max) {
    if (!file.readable) throw new Errno('EBADF');
    const { kernel, machine, process } = context;
    const bytes = kernel.files(machine).read(file, file.offset, max, callerOf(process));
    file.offset += bytes.length;
    return bytes;
  },
  device: (context, { device }, max) => readDevice(context, device, max),
  pipe(context, { pipe: id, end }, max) {
    if (end !== 'read') throw new Errno('EBADF');
    return readPipe(context, id, max);
  },
  output: () => {
    throw new Errno('EBADF');
  },
  terminal: (context, description, max) => readTerminal(context, description.terminal, max),
  listener: () => {
    throw new Errno('ENOTCONN');
  },
  connection: (context, connection, max) => readPipe(context, connection.incoming, max),
};

function readDevice({ kernel }: CallContext, device: Device, max: number): Uint8Array {
  if (device === 'null') return EMPTY;
  return device === 'random' ? kernel.host.random.bytes('processes', max) : new Uint8Array(max);
}

function readPipe(context: CallContext, id: number, max: number): Uint8Array | typeof WAITS {
  const { kernel, machine } = context;
  const pipe = machine.pipes.get(id);
  if (pipe === undefined) return EMPTY;
  const bytes = takeFrom(pipe, max);
  if (bytes === undefined) return pipe.writers <= 0 ? EMPTY : waitFor(pipe.waiters, context);
  kernel.wake(pipe.waiters);
  for (const [key, task] of machine.tasks) if (task.stdin === id) kernel.inputTaken(machine, key);
  return bytes;
}

function readTerminal(context: CallContext, id: number, max: number): Uint8Array | typeof WAITS {
  const { kernel, machine, process } = context;
  const terminal = machine.terminals.get(id) as Terminal;
  if (terminal.sid === process.sid && terminal.foreground !== process.pgid && !terminal.closed) {
    const { TTIN } = SIGNAL_NUMBERS;
    if (process.actions.get(TTIN) === 'ignore') throw new Errno('EIO');
    deliverToGroup(kernel, machine, process.pgid, TTIN);
    return waitFor(terminal.waiters, context);
  }
  const bytes = takeTyped(terminal, max);
  if (bytes === undefined) return terminal.closed ? EMPTY : waitFor(terminal.waiters, context);
  kernel.inputTaken(machine, terminal.task);
  return bytes;
}

type Writer<K extends Description['kind']> = (
  context: CallContext,
  description: Of<K>,
  data: Uint8Array,
) => number | typeof WAITS;

const writers: { readonly [K in Description['kind']]: Writer<K> } = {
  file({ kernel, machine, process }, file, data) {
    if (!file.writable) throw new Errno('EBADF');
    const at = file.append ? 'append' : file.offset;
    file.offset = kernel.files(machine).write(file, at, data, callerOf(process));
    return data.length;
  },
  device(_context, { device }, data) {
    if (device === 'full') throw new Errno('ENOSPC');
    return data.length;
  },
  pipe(context, { pipe, end }, data) {
    if (end !== 'write') throw new Errno('EBADF');
    return writePipe(context, { machine: context.machine.id, pipe }, data);
  },
  output: (context, { task, stream }, data) => writeOutput(context, task, stream, data),
  terminal(context, { terminal: id }, data) {
    const terminal = context.machine.terminals.get(id) as Terminal;
    if (terminal.closed) throw new Errno('EIO');
    const screen = toScreen(terminal, data);
    if (writeOutput(context, terminal.task, 'stdout', screen) === WAITS) return WAITS;
    terminal.column = columnAfter(terminal.column, screen);
    return data.length;
  },
  listener: () => {
    throw new Errno('ENOTCONN');
  },
  connection(context, connection, data) {
    if (connection.shutdown) return broken(context);
    return writePipe(context, connection.peer, data);
  },
};

function writePipe(
  context: CallContext,
  at: { readonly machine: string; readonly pipe: number },
  data: Uint8Array,
): number | typeof WAITS {
  const { kernel, machine, process } = context;
  const owner = at.machine === machine.id ? machine : kernel.machine(at.machine);
  const pipe = owner?.pipes.get(at.pipe);
  if (pipe === undefined || pipe.readers <= 0) return broken(context);
  const put = putInto(pipe, data, process.progress);
  process.progress += put;
  if (put > 0) {
    countSegment(kernel, pipe.link, put);
    kernel.wake(pipe.waiters);
  }
  return process.progress === data.length ? data.length : waitFor(pipe.waiters, context);
}

/** The pipe that a description writes to. */
function outgoingOf({ kernel, machine }: CallContext, description: Description): Pipe | undefined {
  if (description.kind === 'connection') {
    const { peer, shutdown } = description;
    return shutdown ? undefined : kernel.machine(peer.machine)?.pipes.get(peer.pipe);
  }
  if (description.kind === 'pipe' && description.end === 'write') return machine.pipes.get(description.pipe);
  throw new Errno('EINVAL');
}

function writeSome(context: CallContext, description: Description, data: Uint8Array): number {
  const pipe = outgoingOf(context, description);
  if (pipe === undefined || pipe.readers <= 0) return broken(context);
  const put = putInto(pipe, data, 0);
  if (put === 0 && data.length > 0) throw new Errno('EAGAIN');
  if (put > 0) countSegment(context.kernel, pipe.link, put);
  context.kernel.wake(pipe.waiters);
  return put;
}

/** Whether `writeSome` would take something, or fail for good. Where it would not, the process waits for that. */
function canWrite(context: CallContext, fd: number): boolean {
  const pipe = outgoingOf(context, descriptionOf(context, fd));
  if (pipe === undefined || pipe.readers <= 0 || PIPE_CAPACITY - pipe.bytes >= PIPE_BUF) return true;
  waitFor(pipe.waiters, context);
  return false;
}

/** Nobody reads any more: SIGPIPE, and EPIPE for those that survive it. */
function broken({ kernel, machine, process }: CallContext): never {
  deliver(kernel, machine, process, SIGNAL_NUMBERS.PIPE);
  throw new Errno('EPIPE');
}

/** To the host. What is written goes out at once; who writes after the host said stop has to wait. */
function writeOutput(
  context: CallContext,
  taskKey: string,
  stream: 'stdout' | 'stderr',
  data: Uint8Array,
): number | typeof WAITS {
  const task = context.machine.tasks.get(taskKey);
  // The exec that this belonged to has ended, and with it whoever read its output.
  if (task === undefined || data.length === 0) return data.length;
  if (task.outputStopped) return waitFor(task.outputWaiters, context);
  context.kernel.spend(data.length >> 2);
  if (!context.kernel.host.processOutput(task.owner, stream, data)) task.outputStopped = true;
  return data.length;
}

export const descriptorCalls: Handlers<
  'read' | 'write' | 'close' | 'dup' | 'dup2' | 'pipe' | 'poll' | 'isatty' | 'shutdown'
> = {
  read(context, { fd, max }) {
    const description = descriptionOf(context, fd);
    const data = (readers[description.kind] as Reader<Description['kind']>)(context, description, max);
    if (data !== WAITS) context.kernel.spend(data.length >> BYTES_A_STEP);
    return data;
  },
  write(context, { fd, data, some }) {
    const description = descriptionOf(context, fd);
    if (some) return writeSome(context, description, data);
    return (writers[description.kind] as Writer<Description['kind']>)(context, description, data);
  },
  close({ kernel, machine, process }, { fd }) {
    const id = process.fds.get(fd);
    if (id === undefined) throw new Errno('EBADF');
    process.fds.delete(fd);
    closeDescription(kernel, machine, id);
  },
  dup(context, { fd, min }) {
    descriptionOf(context, fd);
    const { machine, process } = context;
    const copy = freeDescriptor(process, min);
    refer(machine, process, copy, process.fds.get(fd) as number);
    return copy;
  },
  dup2(context, { from, to }) {
    descriptionOf(context, from);
    if (from === to) return to;
    const { kernel, machine, process } = context;
    const id = process.fds.get(from) as number;
    const old = process.fds.get(to);
    refer(machine, process, to, id);
    if (old !== undefined) closeDescription(kernel, machine, old);
    return to;
  },
  pipe(context) {
    const { machine } = context;
    const pipe = machine.nextId;
    machine.nextId += 1;
    machine.pipes.set(pipe, newPipe(1, 1));
    const readEnd = openDescription(context, { kind: 'pipe', refs: 0, pipe, end: 'read' });
    return [readEnd, openDescription(context, { kind: 'pipe', refs: 0, pipe, end: 'write' })];
  },
  poll(context, { fds, timeoutNs, writable }) {
    const ready = fds.filter(fd => canRead(context, fd));
    ready.push(...writable.filter(fd => canWrite(context, fd)));
    if (ready.length > 0 || timeoutNs === 0n) return ready;
    return deadline(context, timeoutNs) === 'passed' ? [] : WAITS;
  },
  isatty: (context, { fd }) => descriptionOf(context, fd).kind === 'terminal',
  shutdown(context, { fd }) {
    const connection = descriptionOf(context, fd);
    if (connection.kind !== 'connection') throw new Errno('ENOTSOCK');
    if (connection.shutdown) return;
    connection.shutdown = true;
    dropOutgoing(context.kernel, connection.peer);
  },
};

/** Whether a read would not wait. Where it would, the process is put on the list of those to be woken. */
function canRead(context: CallContext, fd: number): boolean {
  const waiters = waitersForRead(context, descriptionOf(context, fd));
  if (waiters === undefined) return true;
  waitFor(waiters, context);
  return false;
}

/** Where to wait until there is something to read; undefined where there is. */
function waitersForRead({ machine }: CallContext, description: Description): Waiter[] | undefined {
  if (description.kind === 'terminal') {
    const { input, closed, waiters } = machine.terminals.get(description.terminal) as Terminal;
    return input.length > 0 || closed ? undefined : waiters;
  }
  if (description.kind === 'listener') {
    return description.backlog.length > 0 ? undefined : description.waiters;
  }
  if (description.kind !== 'pipe' && description.kind !== 'connection') return undefined;
  const pipe = machine.pipes.get(description.kind === 'pipe' ? description.pipe : description.incoming);
  return pipe === undefined || pipe.bytes > 0 || pipe.writers <= 0 ? undefined : pipe.waiters;
}
