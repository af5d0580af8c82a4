import { parseHost } from '../host.ts';

/** An address a client dials, as net.connect takes it. */
export interface Dialled {
  readonly path?: string | undefined;
  readonly hostname?: string | undefined;
  readonly port?: number | undefined;
  /** As net.connect's option: the client's direction stays open when the server ends its own. */
  readonly allowHalfOpen?: boolean;
}

/** Whether a dialled address is one of those a daemon stands for. */
export type TargetMatch = (dialled: Dialled) => boolean;

/** Where clients look for Docker when nobody tells them: moby client/client_unix.go, client_windows.go, and by port. */
const DEFAULT_TARGETS: readonly string[] = [
  'unix:///var/run/docker.sock',
  'unix:///run/docker.sock',
  'npipe:////./pipe/docker_engine',
  'tcp://localhost:2375',
  'tcp://localhost:2376',
];

/** Docker's default addresses, and DOCKER_HOST where it names one that can be dialled: not `ssh://`. */
export function defaultTargets(): readonly string[] {
  const fromEnvironment = process.env.DOCKER_HOST;
  return fromEnvironment && isTarget(fromEnvironment)
    ? [...DEFAULT_TARGETS, fromEnvironment]
    : DEFAULT_TARGETS;
}

function isTarget(text: string): boolean {
  try {
    matchOne(text);
    return true;
  } catch {
    return false;
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '0.0.0.0', '::']);

/** @throws a sentence that says which forms there are. */
export function matcherOf(targets: readonly string[]): TargetMatch {
  const matches = targets.map(matchOne);
  return dialled => matches.some(match => match(dialled));
}

function matchOne(target: string): TargetMatch {
  const pipe = /^npipe:\/\/(.+)$/.exec(target)?.[1];
  if (pipe !== undefined)
    return ({ path }) => path?.replaceAll('\\', '/').toLowerCase() === pipe.toLowerCase();
  const host = parseHost(target.replace(/^(https?|tls):/, 'tcp:'));
  // @docker/node-sdk dials `///path`: what is left of unix:///path without its scheme.
  if (host.kind === 'unix') return ({ path }) => path?.replace(/^\/{2,}/, '/') === host.path;
  return ({ path, hostname = 'localhost', port }) =>
    path === undefined && port === host.port && sameHostname(hostname, host.hostname);
}

/** Where a TCP connection goes; a name for this machine as 127.0.0.1. */
export function tcpAddress({
  path,
  hostname = 'localhost',
  port,
}: Dialled): { address: string; port: number } | undefined {
  if (path !== undefined || port === undefined) return undefined;
  const bare = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return { address: LOOPBACK.has(bare) ? '127.0.0.1' : bare, port };
}

function sameHostname(one: string, other: string): boolean {
  const bare = one.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === other.toLowerCase() || (LOOPBACK.has(bare) && LOOPBACK.has(other.toLowerCase()));
}
