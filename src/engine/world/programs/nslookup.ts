import { sys } from '../process/sys.ts';
import { attempt } from './attempt.ts';
import { readFile } from './input.ts';
import { command, showUsage } from './options.ts';
import { bufferedOutput } from './output.ts';
import { decodeText } from './text.ts';

const TABLE = { letters: 'q:t:', usage: 'nslookup HOST [DNS_SERVER]\n\nQuery DNS about HOST\n' };

export const nslookup = command('nslookup', TABLE, function* (options) {
  const [host] = options.operands;
  if (host === undefined) return yield* showUsage('nslookup', TABLE);
  const configuration = decodeText((yield* attempt(readFile('/etc/resolv.conf'))) ?? new Uint8Array());
  const server = /^nameserver\s+(\S+)/m.exec(configuration)?.[1] ?? '127.0.0.1';
  const out = bufferedOutput();
  yield* out.text(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  const addresses = yield* sys.resolve(host);
  if (addresses.length === 0) yield* out.text(`** server can't find ${host}: NXDOMAIN\n\n`);
  else yield* out.text('Non-authoritative answer:\n');
  for (const address of addresses) yield* out.text(`Name:\t${host}\nAddress: ${address}\n`);
  if (addresses.length > 0) yield* out.text('\n');
  yield* out.flush();
  return addresses.length > 0 ? 0 : 1;
});
