import { descriptionOf, openDescription } from './descriptor-calls.ts';
import { Errno } from './errno.ts';
import { type CallContext, type Handlers, type KernelCore, waitFor } from './kernel-core.ts';
import type { Address, ConnectionEnd, Listener, Machine } from './machine.ts';
import { newPipe } from './pipe.ts';
import { resolveName } from './resolve-name.ts';
import type { NetworkInterface } from './system-call.ts';
import { countHandshake, type TrafficEnd, type TrafficLink } from './traffic.ts';

/** net.core.somaxconn is 4096; what comes after is dropped, and refused here. */
const LONGEST_BACKLOG = 4096;

/** Where Linux begins to give ports to outgoing connections (ip_local_port_range). */
const FIRST_EPHEMERAL_PORT = 32_768;
const EPHEMERAL_PORTS = 28_232;

const LOOPBACK: NetworkInterface = {
  name: 'lo',
  index: 1,
  macAddress: '00:00:00:00:00:00',
  mtu: 65_536,
  up: true,
  addresses: ['127.0.0.1/8', '::1/128'],
  gateway: '',
};

const isAny = (address: string) => address === '0.0.0.0' || address === '::' || address === '';
const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

export function interfacesOf({ world }: KernelCore, machineId: string): readonly NetworkInterface[] {
  return [LOOPBACK, ...world.network.interfaces(machineId)];
}

const ownInterfaces = ({ kernel, machine }: CallContext) => interfacesOf(kernel, machine.id);

function hasAddress(context: CallContext, address: string): boolean {
  if (isLoopback(address)) return true;
  return ownInterfaces(context).some(({ addresses }) => addresses.some(own => own.split('/')[0] === address));
}

function listenersOf(machine: Readonly<Machine>): Listener[] {
  return [...machine.descriptions.values()].filter(each => each.kind === 'listener');
}

function listenerAt(machine: Machine, address: string, port: number): Listener | undefined {
  return listenersOf(machine).find(
    each => each.port === port && (isAny(each.address) || each.address === address),
  );
}

export const networkCalls: Handlers<'resolve' | 'interfaces' | 'listen' | 'accept' | 'connect'> = {
  resolve: (context, { name }) => resolveName(context, name),
  interfaces: ownInterfaces,
  listen(context, { port, address }) {
    if (!isAny(address) && !hasAddress(context, address)) throw new Errno('EADDRNOTAVAIL');
    const clash = listenersBeside(context.kernel, context.machine.id).some(
      each => each.port === port && (each.address === address || isAny(each.address) || isAny(address)),
    );
    if (clash) throw new Errno('EADDRINUSE');
    const chosen = port === 0 ? ephemeralPort(context) : port;
    return openDescription(context, {
      kind: 'listener',
      refs: 0,
      address,
      port: chosen,
      backlog: [],
      waiters: [],
    });
  },
  accept(context, { fd }) {
    const listener = descriptionOf(context, fd);
    if (listener.kind !== 'listener') throw new Errno('EINVAL');
    const connection = listener.backlog.shift();
    if (connection === undefined) return waitFor(listener.waiters, context);
    return { fd: openDescription(context, connection), ...connection.remote };
  },
  connect(context, { address, port }) {
    const { kernel, machine } = context;
    const own = hasAddress(context, address) || isAny(address);
    const owner = own ? machine.id : kernel.world.network.containerAt(machine.id, address);
    if (owner === undefined) {
      throw new Errno(ownInterfaces(context).length > 1 ? 'EHOSTUNREACH' : 'ENETUNREACH');
    }
    const to = { address: isAny(address) ? '127.0.0.1' : address, port };
    const from = { address: own ? to.address : sourceAddress(context), port: ephemeralPort(context) };
    const inside = { machine: machine.id, interface: interfaceAt(kernel, machine.id, from.address) };
    return openDescription(context, connectTo(kernel, machine, { ...from, end: inside }, owner, to));
  },
};

/** The name of the interface that has an address. */
function interfaceAt(kernel: KernelCore, machineId: string, address: string): string | undefined {
  if (isLoopback(address)) return LOOPBACK.name;
  const has = (own: string) => own.split('/')[0] === address;
  return interfacesOf(kernel, machineId).find(({ addresses }) => addresses.some(has))?.name;
}

/**
 * Makes a connection to whoever listens there, and gives the caller's end. ECONNREFUSED where nobody does.
 *
 * @param from `end` is whose interface the connection leaves by; none where it comes from outside
 */
export function connectTo(
  kernel: KernelCore,
  machine: Machine,
  from: Address & { readonly end: TrafficEnd },
  owner: string,
  to: Address,
): ConnectionEnd {
  for (const id of kernel.world.network.sharing(owner)) {
    const target = id === machine.id ? machine : kernel.machine(id);
    const listener = target && listenerAt(target, to.address, to.port);
    if (target === undefined || listener === undefined) continue;
    if (listener.backlog.length >= LONGEST_BACKLOG) break;
    const link = {
      from: from.end,
      to: { machine: target.id, interface: interfaceAt(kernel, target.id, to.address) },
    };
    const [ours, theirs] = connectionPair(machine, from, target, to, link);
    countHandshake(kernel, link);
    listener.backlog.push(theirs);
    kernel.wake(listener.waiters);
    return ours;
  }
  throw new Errno('ECONNREFUSED');
}

/** Of all machines that share the network. */
function listenersBeside(kernel: KernelCore, machineId: string): Listener[] {
  return kernel.world.network.sharing(machineId).flatMap(id => {
    const machine = kernel.host.state.machines.get(id);
    return machine === undefined ? [] : listenersOf(machine);
  });
}

function sourceAddress(context: CallContext): string {
  return ownInterfaces(context)[1]?.addresses[0]?.split('/')[0] ?? '127.0.0.1';
}

function ephemeralPort({ kernel }: CallContext): number {
  return FIRST_EPHEMERAL_PORT + kernel.host.random.below('processes', EPHEMERAL_PORTS);
}

/** Two ends, each reading from a pipe in its own machine. */
function connectionPair(
  machine: Machine,
  { address, port }: Address,
  target: Machine,
  to: Address,
  link: TrafficLink,
): [ConnectionEnd, ConnectionEnd] {
  const from = { address, port };
  const ours = addPipe(machine, { from: link.to, to: link.from });
  const theirs = addPipe(target, link);
  const common = { kind: 'connection', refs: 0, shutdown: false } as const;
  return [
    { ...common, incoming: ours, peer: { machine: target.id, pipe: theirs }, local: from, remote: to },
    { ...common, incoming: theirs, peer: { machine: machine.id, pipe: ours }, local: to, remote: from },
  ];
}

function addPipe(machine: Machine, link: TrafficLink): number {
  const id = machine.nextId;
  machine.nextId += 1;
  machine.pipes.set(id, { ...newPipe(1, 1), link });
  return id;
}
