import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { command, fail, type Options, showUsage } from './options.ts';
import { bufferedOutput } from './output.ts';

const TABLE = {
  letters: '46c:i:t:I:W:w:s:qA',
  usage: 'ping [OPTIONS] HOST\n\nSend ICMP ECHO_REQUESTs to HOST\n',
};

export const ping = command('ping', TABLE, function* (options) {
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

function* pingAddress(host: string, address: string, options: Options): Sys<number> {
  const count = Number(options.value('c') ?? Number.POSITIVE_INFINITY);
  const size = Number(options.value('s') ?? 56);
  const quiet = options.has('q');
  const intervalNs = BigInt(Math.round(Number(options.value('i') ?? 1) * 1e9));
  const waitNs = BigInt(Math.round(Number(options.value('W') ?? 10) * 1e9));
  const endNs = options.has('w')
    ? (yield* sys.now()) + BigInt(Number(options.value('w'))) * 1_000_000_000n
    : undefined;
  const out = bufferedOutput();
  yield* out.text(`PING ${host} (${address}): ${size} data bytes\n`);
  yield* out.flush();
  yield* sys.signalAction(2, 'catch');
  let sent = 0;
  let received = 0;
  while (sent < count) {
    const answers = yield* reachable(address);
    if (answers && !quiet) {
      yield* out.text(`${size + 8} bytes from ${address}: seq=${sent} ttl=64 time=0.050 ms\n`);
      yield* out.flush();
    }
    sent++;
    if (answers) received++;
    const isLast = sent >= count;
    const slept = isLast && answers ? undefined : yield* outcome(sys.sleep(isLast ? waitNs : intervalNs));
    if (slept instanceof Errno) break;
    if (endNs !== undefined && (yield* sys.now()) >= endNs) break;
  }
  const loss = sent === 0 ? 0 : Math.floor(((sent - received) * 100) / sent);
  yield* out.text(
    `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} packets received, ${loss}% packet loss\n`,
  );
  if (received > 0) yield* out.text('round-trip min/avg/max = 0.050/0.050/0.050 ms\n');
  yield* out.flush();
  return received > 0 ? 0 : 1;
}
