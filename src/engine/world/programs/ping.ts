import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { command, fail, type Options, showUsage } from './options.ts';

const TABLE = {
  letters: '46c:i:t:I:W:w:s:qA',
  usage: 'ping [OPTIONS] HOST\n\nSend ICMP ECHO_REQUESTs to HOST\n',
};

export const ping = command('ping', TABLE, function* (options, { start }) {
  if (start !== undefined) return yield* pingOn(start as Pinging, options);
  const [host] = options.operands;
  if (host === undefined) return yield* showUsage('ping', TABLE);
  const addresses = yield* sys.resolve(host);
  const wanted = options.has('6') ? addresses.filter(each => each.includes(':')) : addresses;
  const [address] = wanted;
  if (address === undefined) return yield* fail('ping', `bad address '${host}'`);
  return yield* pingAddress(host, address, options);
});

/** Whether anything has that address: a refused connection is an answer, too. */
function* reachable(address: string): Sys<boolean> {
  const connected = yield* outcome(sys.connect(address, 7));
  if (connected instanceof Errno) return connected.code === 'ECONNREFUSED';
  yield* sys.close(connected);
  return true;
}

/** What a ping needs to go on: plain data, for checkpoints. */
interface Pinging {
  readonly host: string;
  readonly address: string;
  readonly endNs: bigint | undefined;
  readonly sent: number;
  readonly received: number;
}

const ROUNDS_BETWEEN_CHECKPOINTS = 16;

function* pingAddress(host: string, address: string, options: Options): Sys<number> {
  const endNs = options.has('w')
    ? (yield* sys.now()) + BigInt(Number(options.value('w'))) * 1_000_000_000n
    : undefined;
  yield* sys.write(1, `PING ${host} (${address}): ${Number(options.value('s') ?? 56)} data bytes\n`);
  yield* sys.signalAction(2, 'catch');
  return yield* pingOn({ host, address, endNs, sent: 0, received: 0 }, options);
}

function* pingOn(pinging: Pinging, options: Options): Sys<number> {
  const { host, address, endNs } = pinging;
  let { sent, received } = pinging;
  const count = Number(options.value('c') ?? Number.POSITIVE_INFINITY);
  const size = Number(options.value('s') ?? 56);
  const intervalNs = BigInt(Math.round(Number(options.value('i') ?? 1) * 1e9));
  const waitNs = BigInt(Math.round(Number(options.value('W') ?? 10) * 1e9));
  while (sent < count) {
    if (sent > 0 && sent % ROUNDS_BETWEEN_CHECKPOINTS === 0) {
      yield* sys.checkpoint({ host, address, endNs, sent, received });
    }
    const answers = yield* reachable(address);
    if (answers && !options.has('q')) {
      yield* sys.write(1, `${size + 8} bytes from ${address}: seq=${sent} ttl=64 time=0.050 ms\n`);
    }
    sent++;
    if (answers) received++;
    const isLast = sent >= count;
    const slept = isLast && answers ? undefined : yield* outcome(sys.sleep(isLast ? waitNs : intervalNs));
    if (slept instanceof Errno) break;
    if (endNs !== undefined && (yield* sys.now()) >= endNs) break;
  }
  const loss = sent === 0 ? 0 : Math.floor(((sent - received) * 100) / sent);
  const times = received > 0 ? 'round-trip min/avg/max = 0.050/0.050/0.050 ms\n' : '';
  const counts = `${sent} packets transmitted, ${received} packets received, ${loss}% packet loss`;
  yield* sys.write(1, `\n--- ${host} ping statistics ---\n${counts}\n${times}`);
  return received > 0 ? 0 : 1;
}
