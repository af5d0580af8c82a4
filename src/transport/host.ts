/** Where a daemon listens, in DOCKER_HOST's form: `unix:///path` or `tcp://host:port`. */
export type Host =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly hostname: string; readonly port: number };

/** @throws a sentence that says which forms there are. */
export function parseHost(text: string): Host {
  const unix = /^unix:\/\/(\/.+)$/.exec(text);
  if (unix?.[1] !== undefined) return { kind: 'unix', path: unix[1] };
  const tcp = /^tcp:\/\/(\[[0-9a-fA-F:.]+\]|[^:/[\]]+):(\d+)\/?$/.exec(text);
  if (tcp?.[1] !== undefined && Number(tcp[2]) <= 65535) {
    return { kind: 'tcp', hostname: tcp[1].replace(/^\[|\]$/g, ''), port: Number(tcp[2]) };
  }
  throw new Error(`invalid host ${JSON.stringify(text)}: use unix:///absolute/path or tcp://127.0.0.1:PORT`);
}

export function formatHost(host: Host): string {
  if (host.kind === 'unix') return `unix://${host.path}`;
  return `tcp://${host.hostname.includes(':') ? `[${host.hostname}]` : host.hostname}:${host.port}`;
}
