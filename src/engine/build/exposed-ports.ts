import { parsePortRange, splitPort } from '../containers/port.ts';
import { invalidParameter } from '../errors.ts';

/** EXPOSE's words, `[[ip:]host:]port[-port][/protocol]`, as the ports they open (go-connections nat/nat.go). */
export function exposedPorts(words: readonly string[]): Record<string, object> {
  const exposed: Record<string, object> = {};
  for (const word of words) {
    const { port, protocol } = splitPort(word.split(':').at(-1) as string);
    if (port === '') throw invalidParameter(`No port specified: ${word}<empty>`);
    const range = parsePortRange(port);
    if (range === undefined) throw invalidParameter(`Invalid containerPort: ${port}`);
    const lower = protocol.toLowerCase();
    if (!/^(tcp|udp|sctp)$/.test(lower)) throw invalidParameter(`Invalid proto: ${protocol}`);
    for (let at = range.start; at <= range.end; at += 1) exposed[`${at}/${lower}`] = {};
  }
  return exposed;
}
