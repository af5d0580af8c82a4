/** Ports as moby's go-connections/nat reads them. */

/** `80/tcp` in its parts; the protocol defaults to tcp; both empty for what has no port. */
export function splitPort(text: string): { port: string; protocol: string } {
  const [port = '', protocol = ''] = text.split('/');
  if (port === '') return { port: '', protocol: '' };
  return { port, protocol: protocol || 'tcp' };
}

/** `8000-9000`, or one port as a range of one; 0 to 0 where it is empty; undefined where it is none. */
export function parsePortRange(text: string): { start: number; end: number } | undefined {
  if (text === '') return { start: 0, end: 0 };
  const [first = '', last = first] = text.split('-');
  const start = parsePort(first);
  const end = parsePort(last);
  return start === undefined || end === undefined || end < start ? undefined : { start, end };
}

/** 0 to 65535; undefined where it is none. */
export function parsePort(text: string): number | undefined {
  const port = /^\d+$/.test(text) ? Number(text) : 65_536;
  return port > 65_535 ? undefined : port;
}
