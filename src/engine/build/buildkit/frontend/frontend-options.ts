import { invalidParameter, NotSimulatedError } from '../../../errors.ts';
import { HOST_PLATFORM, type Platform, parsePlatform } from '../../../images/platform.ts';
import type { SolveRequest } from '../solve-request.ts';

/** What a `dockerfile.v0` frontend is asked for, read from its attributes (buildkit frontend/dockerui/config.go). */
export interface FrontendOptions {
  readonly filename: string;
  /** `frontend.lint`, `frontend.targets`: asked for in place of a build. */
  readonly requestId: string;
  readonly target: string;
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  /** Stages that take nothing from the cache; `all`, or their names in lower case. */
  readonly noCache: 'all' | readonly string[];
  /** Base images are pulled though they are there. */
  readonly pull: boolean;
  readonly platform: Platform;
  readonly hasPlatform: boolean;
  /** `default`, `none` or `host`: what RUN has where it does not say. */
  readonly network: string;
  readonly extraHosts: ReadonlyArray<{ readonly host: string; readonly address: string }>;
  readonly hostname: string;
  readonly shmSize: number;
  /** By name, as `nofile`: soft and hard. */
  readonly ulimits: Readonly<Record<string, readonly [soft: number, hard: number]>>;
  /** By name: `local:DIRECTORY`, `docker-image://REFERENCE`, ... */
  readonly contexts: ReadonlyMap<string, string>;
  /** A separator from other builds' cache mounts. */
  readonly cacheNamespace: string;
}

export function frontendOptions(attrs: SolveRequest['frontendAttrs']): FrontendOptions {
  refuseUnsimulated(attrs);
  const noCache = attrs.get('no-cache');
  const requestId = attrs.get('requestid') ?? '';
  if (!/^(frontend\.(lint|targets))?$/.test(requestId))
    throw new NotSimulatedError(`--call=${requestId.slice(9)}`);
  const hosts = attrs.get('add-hosts') ?? '';
  const platform = attrs.get('platform') ?? '';
  const network = attrs.get('force-network-mode') ?? 'default';
  if (platform.includes(',')) throw new NotSimulatedError('builds for several platforms');
  return {
    filename: attrs.get('filename') || 'Dockerfile',
    requestId,
    target: attrs.get('target') ?? '',
    buildArgs: withPrefix(attrs, 'build-arg:'),
    labels: withPrefix(attrs, 'label:'),
    noCache: noCache === undefined ? [] : noCache === '' ? 'all' : noCache.toLowerCase().split(','),
    pull: attrs.get('image-resolve-mode') === 'pull',
    platform: platform === '' ? HOST_PLATFORM : parsePlatform(platform),
    hasPlatform: platform !== '',
    network: networkMode(network),
    extraHosts: hosts === '' ? [] : hosts.split(',').map(extraHost),
    hostname: attrs.get('hostname') || 'buildkitsandbox',
    shmSize: Number(attrs.get('shm-size') ?? 0),
    ulimits: ulimitsOf(attrs.get('ulimit') ?? ''),
    contexts: withPrefix(attrs, 'context:'),
    cacheNamespace: attrs.get('build-arg:BUILDKIT_CACHE_MOUNT_NS') ?? '',
  };
}

/** Attributes that change what is built, and that nothing here reads. */
const UNSIMULATED =
  /^(context|input-metadata:.*|build-arg:BUILDKIT_(SYNTAX|CONTEXT.*|SBOM.*)|attest:.*|multi-platform|cmdline)$/;

function refuseUnsimulated(attrs: SolveRequest['frontendAttrs']): void {
  for (const [name, value] of attrs) {
    // Of an exporter that keeps none, as dockerd's own is, an attestation is not made at all.
    if (name.startsWith('attest:') && value.includes('disabled=true')) continue;
    if (UNSIMULATED.test(name)) throw new NotSimulatedError(`the build attribute ${name} of BuildKit`);
  }
}

function withPrefix(attrs: SolveRequest['frontendAttrs'], prefix: string): Map<string, string> {
  const named = [...attrs].filter(([name]) => name.startsWith(prefix));
  return new Map(named.map(([name, value]) => [name.slice(prefix.length), value]));
}

function networkMode(text: string): string {
  if (text === '' || text === 'default' || text === 'sandbox') return 'default';
  if (text === 'none' || text === 'host') return text;
  throw invalidParameter(`invalid network mode ${JSON.stringify(text)}`);
}

function extraHost(entry: string): { host: string; address: string } {
  const equals = entry.indexOf('=');
  const address = entry.slice(equals + 1);
  return { host: entry.slice(0, equals), address: address === 'host-gateway' ? HOST_GATEWAY : address };
}

/** `nofile=1024:2048,nproc=10` */
function ulimitsOf(text: string): FrontendOptions['ulimits'] {
  const limits: Record<string, readonly [number, number]> = {};
  for (const [, name = '', soft, hard = soft] of text.matchAll(/([a-z]+)=(-?\d+)(?::(-?\d+))?/g)) {
    limits[name] = [Number(soft), Number(hard)];
  }
  return limits;
}

/** What the worker says of itself (its label host-gateway-ip). */
const HOST_GATEWAY = '172.17.0.1';
