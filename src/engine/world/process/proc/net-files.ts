import type { Machine } from '../machine.ts';
import { noTraffic } from '../traffic.ts';
import type { ProcWorld } from './proc-world.ts';

/** An IPv4 address as the kernel prints it: the bytes of memory as one little-endian number. */
function hexAddress(address: string): string {
  const bytes = address.split('.').map(Number);
  return bytes
    .reverse()
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

const hexPort = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');

/** Include/net/tcp_states.h. */
const ESTABLISHED = '01';
const LISTEN = '0A';

interface Socket {
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  readonly state: string;
  readonly inode: number;
}

function* sockets(machine: Readonly<Machine>): Generator<Socket> {
  const nobody = { address: '0.0.0.0', port: 0 };
  for (const [inode, each] of machine.descriptions) {
    if (each.kind === 'listener') {
      yield { local: { address: each.address, port: each.port }, remote: nobody, state: LISTEN, inode };
    } else if (each.kind === 'connection') {
      yield { local: each.local, remote: each.remote, state: ESTABLISHED, inode };
    }
  }
}

const TCP_HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const TCP6_HEAD =
  '  sl  local_address                         remote_address                        ' +
  'st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

/** Lines of net/ipv4/tcp_ipv4.c are padded to 149 characters. */
const TCP_WIDTH = 149;

function tcp({ machine }: ProcWorld): string {
  const lines = [...sockets(machine())]
    .filter(({ local }) => !local.address.includes(':'))
    .map(({ local, remote, state, inode }, index) => {
      const ends = [local, remote].map(end => `${hexAddress(end.address)}:${hexPort(end.port)}`).join(' ');
      const rest = `${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
      return `${String(index).padStart(4)}: ${ends} ${rest}`;
    });
  return [TCP_HEAD, ...lines].map(line => `${line.padEnd(TCP_WIDTH)}\n`).join('');
}

/** What listens on all addresses of both kinds stands here in Linux too, but every listener here has one kind. */
function tcp6({ machine }: ProcWorld): string {
  const lines = [...sockets(machine())]
    .filter(({ local }) => local.address === '::' || local.address === '::1')
    .map(({ local, state, inode }, index) => {
      const zero = '0'.repeat(32);
      const own = local.address === '::' ? zero : `${'0'.repeat(24)}01000000`;
      const rest = `${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
      return `${String(index).padStart(4)}: ${own}:${hexPort(local.port)} ${zero}:0000 ${rest}`;
    });
  return [TCP6_HEAD, ...lines].map(line => `${line}\n`).join('');
}

const DEVICE_HEAD =
  'Inter-|   Receive                                                |  Transmit\n' +
  ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';

/** Printed as by net/core/net-procfs.c. */
function devices({ interfaces, traffic }: ProcWorld): string {
  const counted = traffic();
  const lines = interfaces().map(({ name }) => {
    const { rxBytes, rxPackets, txBytes, txPackets } = counted.get(name) ?? noTraffic();
    const [received, sent] = [
      [rxBytes, rxPackets],
      [txBytes, txPackets],
    ].map(([bytes, packets]) => `${String(bytes).padStart(8)} ${String(packets).padStart(7)}`);
    const noErrors = '   0    0    0     0';
    return `${name.padStart(6)}:${received} ${noErrors}          0         0 ${sent} ${noErrors}       0          0\n`;
  });
  return DEVICE_HEAD + lines.join('');
}

const ROUTE_HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
const ROUTE_WIDTH = 127;

function routes({ interfaces }: ProcWorld): string {
  const lines: string[] = [];
  const route = (name: string, to: string, gateway: string, flags: string, mask: string) =>
    lines.push(`${name}\t${to}\t${gateway}\t${flags}\t0\t0\t0\t${mask}\t0\t0\t0`);
  for (const { name, addresses, gateway } of interfaces()) {
    const address = addresses.find(each => !each.includes(':'));
    if (name === 'lo' || address === undefined) continue;
    if (gateway !== '' && lines.length === 0)
      route(name, '00000000', hexAddress(gateway), '0003', '00000000');
    const [ip = '', length = '32'] = address.split('/');
    const mask = Number(length) === 0 ? 0 : (-1 << (32 - Number(length))) >>> 0;
    const number = ip.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
    route(name, hexAddress(dotted((number & mask) >>> 0)), '00000000', '0001', hexAddress(dotted(mask)));
  }
  return [ROUTE_HEAD, ...lines].map(line => `${line.padEnd(ROUTE_WIDTH)}\n`).join('');
}

const dotted = (number: number) => [24, 16, 8, 0].map(shift => (number >>> shift) & 0xff).join('.');

/** /proc/net. */
export const NET_FILES: Readonly<Record<string, (world: ProcWorld) => string>> = {
  dev: devices,
  route: routes,
  tcp,
  tcp6,
  udp: () =>
    `${'   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops'.padEnd(127)}\n`,
  unix: () => 'Num       RefCount Protocol Flags    Type St Inode Path\n',
};
