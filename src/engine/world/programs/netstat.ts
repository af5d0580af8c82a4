import { attempt } from './attempt.ts';
import { readFile } from './input.ts';
import { command } from './options.ts';
import { bufferedOutput } from './output.ts';
import { decodeText } from './text.ts';

const STATES = [
  '',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
];
const LISTEN = 10;

export const netstat = command(
  'netstat',
  {
    letters: 'ralntuwxeWp',
    unsimulated: 'r',
    usage: 'netstat [-ral] [-tuwx] [-enWp]\n\nDisplay networking information\n',
  },
  function* (options) {
    const out = bufferedOutput();
    const which = options.has('a')
      ? 'servers and established'
      : options.has('l')
        ? 'only servers'
        : 'w/o servers';
    yield* out.text(
      `Active Internet connections (${which})\nProto Recv-Q Send-Q Local Address           Foreign Address         State       \n`,
    );
    const wantsTcp = options.has('t') || !['u', 'w', 'x'].some(letter => options.has(letter));
    for (const proto of wantsTcp ? ['tcp', 'tcp6'] : []) {
      const text = decodeText((yield* attempt(readFile(`/proc/net/${proto}`))) ?? new Uint8Array());
      for (const line of text.split('\n').slice(1)) {
        const [, local, remote, state] = line.trim().split(/\s+/);
        if (local === undefined || remote === undefined || state === undefined) continue;
        const code = Number.parseInt(state, 16);
        if (!options.has('a') && (code === LISTEN) !== options.has('l')) continue;
        const row = [address(local), address(remote), STATES[code] ?? ''];
        yield* out.text(
          `tcp        0      0 ${row[0]?.padEnd(23)} ${row[1]?.padEnd(23)} ${row[2]?.padEnd(12)}\n`,
        );
      }
    }
    yield* out.flush();
    return 0;
  },
);

/** `0100007F:1F90` as `127.0.0.1:8080`; IPv6 in words of four bytes, each turned round. */
function address(text: string): string {
  const [host = '', port = '0'] = text.split(':');
  const number = Number.parseInt(port, 16);
  const shown = number === 0 ? '*' : String(number);
  if (host.length === 8) {
    const bytes = host.match(/../g)?.map(byte => Number.parseInt(byte, 16)) ?? [];
    return `${bytes.reverse().join('.')}:${shown}`;
  }
  return /^0+$/.test(host) ? `:::${shown}` : `${host.toLowerCase()}:${shown}`;
}
