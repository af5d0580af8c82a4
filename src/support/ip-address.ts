/** An IP address; `value` is the whole address as a number. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** An address and a prefix length: `10.0.0.5/24` keeps its host bits until `masked`. */
export interface IpPrefix extends IpAddress {
  readonly bits: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/** Reads an address as Go's net.ParseIP does: no zone, no leading zeros. */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value === undefined ? undefined : { family: 4, value };
  }
  const value = parseIpv6(text);
  return value === undefined ? undefined : { family: 6, value };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every(part => /^(0|[1-9][0-9]{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  if (bytes.some(byte => byte > 255)) return undefined;
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const [head = '', tail, ...rest] = text.split('::');
  if (rest.length > 0) return undefined;
  const front = parseGroups(head);
  const back = parseGroups(tail ?? '');
  if (front === undefined || back === undefined) return undefined;
  const missing = 8 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...front, ...new Array<number>(Math.max(0, missing)).fill(0), ...back];
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one side of `::`; a dotted IPv4 address may stand at the end. */
function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const last = parts.at(-1) as string;
  const groups: number[] = [];
  if (last.includes('.')) {
    const ipv4 = parseIpv4(last);
    if (ipv4 === undefined) return undefined;
    parts.pop();
    groups.push(Number(ipv4 >> 16n), Number(ipv4 & 0xffffn));
  }
  if (!parts.every(part => /^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
  return [...parts.map(part => Number.parseInt(part, 16)), ...groups];
}

/** `172.17.0.2`, `fd00::2` (RFC 5952). */
export function formatIp({ family, value }: IpAddress): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map(shift => (value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const zeros = longestZeros(groups);
  if (zeros === undefined) return groups.join(':');
  const [start, length] = zeros;
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

/** Where the longest run of at least two zero groups is; the first of equals. */
function longestZeros(groups: string[]): [start: number, length: number] | undefined {
  let best: [number, number] | undefined;
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === '0') length += 1;
    if (length >= 2 && (best === undefined || length > best[1])) best = [start, length];
    start += length;
  }
  return best;
}

/** Reads `10.0.0.0/8` as Go's netip.ParsePrefix does; host bits are kept. */
export function parsePrefix(text: string): IpPrefix | undefined {
  const [address, bits, ...rest] = text.split('/');
  if (address === undefined || bits === undefined || rest.length > 0) return undefined;
  const ip = parseIp(address);
  if (ip === undefined || !/^(0|[1-9][0-9]{0,2})$/.test(bits) || Number(bits) > WIDTH[ip.family])
    return undefined;
  return { ...ip, bits: Number(bits) };
}

export function formatPrefix(prefix: IpPrefix): string {
  return `${formatIp(prefix)}/${prefix.bits}`;
}

/** The prefix with its host bits cleared. */
export function masked({ family, value, bits }: IpPrefix): IpPrefix {
  const hostBits = BigInt(WIDTH[family] - bits);
  return { family, value: (value >> hostBits) << hostBits, bits };
}

/** The last address of a prefix: IPv4's broadcast address. */
export function lastValue({ family, value, bits }: IpPrefix): bigint {
  return value | ((1n << BigInt(WIDTH[family] - bits)) - 1n);
}

export function contains(prefix: IpPrefix, address: IpAddress): boolean {
  const base = masked(prefix);
  return base.family === address.family && address.value >= base.value && address.value <= lastValue(base);
}

export function overlaps(one: IpPrefix, other: IpPrefix): boolean {
  return contains(one, masked(other)) || contains(other, masked(one));
}
