import { sys } from '../process/sys.ts';
import type { NetworkInterface, Program, Sys } from '../process/system-call.ts';
import { attempt } from './attempt.ts';
import { readFile } from './input.ts';
import { command, fail, notSimulated, ProgramExit } from './options.ts';
import { bufferedOutput, type Output } from './output.ts';
import { decodeText } from './text.ts';

interface Ipv4 {
  readonly address: string;
  readonly prefix: number;
  readonly broadcast: string;
  readonly mask: string;
  readonly network: string;
}

const dotted = (value: number): string => [24, 16, 8, 0].map(shift => (value >>> shift) & 255).join('.');

function ipv4Of(cidr: string): Ipv4 | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (!match) return undefined;
  const value = match.slice(1, 5).reduce((sum, part) => sum * 256 + Number(part), 0);
  const prefix = Number(match[5]);
  const mask = prefix === 0 ? 0 : (-1 << (32 - prefix)) >>> 0;
  const network = (value & mask) >>> 0;
  return {
    address: dotted(value),
    prefix,
    broadcast: dotted((network | ~mask) >>> 0),
    mask: dotted(mask),
    network: dotted(network),
  };
}

const isLoopback = (each: NetworkInterface): boolean => each.name === 'lo';

/** A container's end of a veth pair is named after the other end's index. */
function title(each: NetworkInterface): string {
  if (isLoopback(each))
    return `${each.index}: lo: <LOOPBACK,UP,LOWER_UP> mtu ${each.mtu} qdisc noqueue qlen 1000`;
  const flags = each.up ? 'BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN' : 'BROADCAST,MULTICAST,M-DOWN';
  return `${each.index}: ${each.name}@if${each.index + 1}: <${flags}> mtu ${each.mtu} qdisc noqueue `;
}

function* showLink(out: Output, each: NetworkInterface): Sys<void> {
  yield* out.text(`${title(each)}\n`);
  const [kind, mac, all] = isLoopback(each)
    ? ['loopback', '00:00:00:00:00:00', '00:00:00:00:00:00']
    : ['ether', each.macAddress, 'ff:ff:ff:ff:ff:ff'];
  yield* out.text(`    link/${kind} ${mac} brd ${all}\n`);
}

function* showAddresses(out: Output, each: NetworkInterface, family: string): Sys<void> {
  const scope = isLoopback(each) ? 'host' : 'global';
  for (const cidr of each.addresses) {
    const v4 = ipv4Of(cidr);
    if ((v4 && family === '6') || (!v4 && family === '4')) continue;
    const broadcast = v4 && !isLoopback(each) ? ` brd ${v4.broadcast}` : '';
    const line = v4
      ? `    inet ${cidr}${broadcast} scope ${scope} ${each.name}\n`
      : `    inet6 ${cidr} scope ${cidr.startsWith('fe80') ? 'link' : scope} \n`;
    yield* out.text(`${line}       valid_lft forever preferred_lft forever\n`);
  }
}

interface Route {
  readonly network: string;
  readonly prefix: number;
  readonly mask: string;
  readonly gateway: string;
  readonly device: string;
  readonly source: string;
}

function routesOf(interfaces: readonly NetworkInterface[]): Route[] {
  const routes: Route[] = [];
  const outer = interfaces.filter(each => !isLoopback(each) && each.up);
  const way = outer.find(each => /^\d+\./.test(each.gateway));
  if (way)
    routes.push({
      network: '0.0.0.0',
      prefix: 0,
      mask: '0.0.0.0',
      gateway: way.gateway,
      device: way.name,
      source: '',
    });
  for (const each of outer) {
    for (const v4 of each.addresses.map(ipv4Of)) {
      if (!v4) continue;
      routes.push({
        network: v4.network,
        prefix: v4.prefix,
        mask: v4.mask,
        gateway: '',
        device: each.name,
        source: v4.address,
      });
    }
  }
  return routes;
}

const OBJECTS = ['address', 'route', 'link', 'neigh', 'rule', 'tunnel'];

export const ip: Program = function* (context) {
  try {
    return yield* runIp(context.argv.slice(1));
  } catch (error) {
    if (error instanceof ProgramExit) return error.status;
    throw error;
  }
};

function* runIp(argv: readonly string[]): Sys<number> {
  let words = [...argv];
  let family = '';
  while (words[0]?.startsWith('-')) {
    const option = words.shift() ?? '';
    if (option === '-4' || option === '-6') family = option.slice(1);
    else if (option !== '-o') yield* notSimulated('ip', option);
    else yield* notSimulated('ip', '-o');
  }
  const object =
    OBJECTS.find(each => each.startsWith(words[0] ?? '?')) ?? (words[0] === 'addr' ? 'address' : undefined);
  if (object === undefined) return yield* fail('ip', `invalid argument '${words[0] ?? ''}' to 'ip'`);
  words = words.slice(1);
  if (/^(s|sh|sho|show|l|li|lis|list|ls)$/.test(words[0] ?? '')) words = words.slice(1);
  else if (words.length > 0 && words[0] !== 'dev') yield* notSimulated('ip', `${object} ${words[0]}`);
  if (words[0] === 'dev') words = words.slice(1);
  const [name] = words;
  const interfaces = (yield* sys.interfaces()).filter(each => name === undefined || each.name === name);
  if (name !== undefined && interfaces.length === 0) return yield* fail('ip', `can't find device '${name}'`);
  const out = bufferedOutput();
  if (object === 'route') {
    for (const each of routesOf(interfaces)) {
      if (each.gateway !== '') yield* out.text(`default via ${each.gateway} dev ${each.device} \n`);
      else
        yield* out.text(
          `${each.network}/${each.prefix} dev ${each.device} scope link  src ${each.source} \n`,
        );
    }
  } else if (object === 'link' || object === 'address') {
    for (const each of interfaces) {
      yield* showLink(out, each);
      if (object === 'address') yield* showAddresses(out, each, family);
    }
  } else if (object !== 'neigh') yield* notSimulated('ip', object);
  yield* out.flush();
  return 0;
}

/** The numbers of /proc/net/dev, by interface. */
function* countersOfInterfaces(): Sys<ReadonlyMap<string, readonly number[]>> {
  const lines = decodeText((yield* attempt(readFile('/proc/net/dev'))) ?? new Uint8Array()).split('\n');
  return new Map(
    lines.slice(2, -1).map(line => {
      const [name = '', numbers = ''] = line.split(':');
      return [name.trim(), numbers.trim().split(/ +/).map(Number)] as const;
    }),
  );
}

/** busybox networking/ifconfig.c print_bytes_scaled: `1222 (1.1 KiB)`. */
function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let power = 0;
  while (power < units.length - 1 && bytes >= 1024 ** (power + 1)) power += 1;
  return `${bytes} (${(Math.floor((bytes * 10) / 1024 ** power) / 10).toFixed(1)} ${units[power]})`;
}

export const ifconfig = command(
  'ifconfig',
  { letters: '+a', usage: 'ifconfig [-a] [INTERFACE]\n\nConfigure a network interface\n' },
  function* (options) {
    const [name, ...settings] = options.operands;
    if (settings.length > 0) return yield* notSimulated('ifconfig', settings[0] ?? '');
    const interfaces = (yield* sys.interfaces()).filter(each => name === undefined || each.name === name);
    if (name !== undefined && interfaces.length === 0) {
      return yield* fail('ifconfig', `${name}: error fetching interface information: Device not found`);
    }
    const out = bufferedOutput();
    const counted = yield* countersOfInterfaces();
    for (const each of interfaces.toSorted((a, b) => Number(isLoopback(a)) - Number(isLoopback(b)))) {
      const kind = isLoopback(each) ? 'Local Loopback' : `Ethernet  HWaddr ${each.macAddress.toUpperCase()}`;
      yield* out.text(`${each.name.padEnd(9)} Link encap:${kind}  \n`);
      for (const cidr of each.addresses) {
        const v4 = ipv4Of(cidr);
        const scope = cidr.startsWith('fe80') ? 'Link' : isLoopback(each) ? 'Host' : 'Global';
        const broadcast = v4 && !isLoopback(each) ? `  Bcast:${v4.broadcast}` : '';
        yield* out.text(
          v4
            ? `          inet addr:${v4.address}${broadcast}  Mask:${v4.mask}\n`
            : `          inet6 addr: ${cidr} Scope:${scope}\n`,
        );
      }
      const flags = isLoopback(each)
        ? 'UP LOOPBACK RUNNING'
        : each.up
          ? 'UP BROADCAST RUNNING MULTICAST'
          : 'BROADCAST MULTICAST';
      const [rxBytes = 0, rxPackets = 0, , , , , , , txBytes = 0, txPackets = 0] =
        counted.get(each.name) ?? [];
      yield* out.text(
        `          ${flags}  MTU:${each.mtu}  Metric:1\n          RX packets:${rxPackets} errors:0 dropped:0 overruns:0 frame:0\n` +
          `          TX packets:${txPackets} errors:0 dropped:0 overruns:0 carrier:0\n          collisions:0 txqueuelen:${isLoopback(each) ? 1000 : 0} \n` +
          `          RX bytes:${bytesText(rxBytes)}  TX bytes:${bytesText(txBytes)}\n\n`,
      );
    }
    yield* out.flush();
    return 0;
  },
);

export const route = command(
  'route',
  {
    letters: 'neA:',
    usage: 'route [-ne] [-A inet[6]] [{add|del} TARGET]\n\nShow or edit kernel routing tables\n',
  },
  function* (options) {
    if (options.operands.length > 0) return yield* notSimulated('route', options.operands[0] ?? '');
    const out = bufferedOutput();
    yield* out.text(
      'Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n',
    );
    for (const each of routesOf(yield* sys.interfaces())) {
      const numeric = options.has('n');
      const target = each.prefix === 0 && !numeric ? 'default' : each.network;
      const gateway = each.gateway === '' ? (numeric ? '0.0.0.0' : '*') : each.gateway;
      const flags = each.gateway === '' ? 'U' : 'UG';
      yield* out.text(
        `${target.padEnd(15)} ${gateway.padEnd(15)} ${each.mask.padEnd(15)} ${flags.padEnd(5)} 0      0        0 ${each.device}\n`,
      );
    }
    yield* out.flush();
    return 0;
  },
);
