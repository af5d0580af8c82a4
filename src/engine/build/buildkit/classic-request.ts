import { NotSimulatedError } from '../../errors.ts';
import type { BuildRequest } from '../build-request.ts';
import type { SolveRequest } from './solve-request.ts';

/** A frontend's attributes in the words of POST /build (buildkit frontend/dockerui/config.go). */
export function classicRequest(attrs: SolveRequest['frontendAttrs']): BuildRequest {
  if (attrs.get('ulimit')) throw new NotSimulatedError('ulimits of BuildKit');
  const noCache = attrs.get('no-cache');
  if (noCache !== undefined && noCache !== '') throw new NotSimulatedError('--no-cache-filter');
  const hosts = attrs.get('add-hosts') ?? '';
  return {
    dockerfile: '',
    context: new Uint8Array(),
    tags: [],
    noCache: noCache !== undefined,
    pull: attrs.get('image-resolve-mode') === 'pull',
    remove: true,
    forceRemove: true,
    buildArgs: withPrefix(attrs, 'build-arg:'),
    labels: withPrefix(attrs, 'label:'),
    target: attrs.get('target') ?? '',
    platform: attrs.get('platform') ?? '',
    cacheFrom: [],
    host: {
      networkMode: attrs.get('force-network-mode') ?? '',
      extraHosts: hosts === '' ? [] : hosts.split(',').map(entry => entry.replace('=', ':')),
      shmSize: Number(attrs.get('shm-size') ?? 0),
      cgroupParent: attrs.get('cgroup-parent') ?? '',
      cpuShares: 0,
      cpuPeriod: 0,
      cpuQuota: 0,
      cpusetCpus: '',
      cpusetMems: '',
      memory: 0,
      memorySwap: 0,
      ulimits: [],
    },
  };
}

function withPrefix(attrs: SolveRequest['frontendAttrs'], prefix: string): Map<string, string> {
  const named = [...attrs].filter(([name]) => name.startsWith(prefix));
  return new Map(named.map(([name, value]) => [name.slice(prefix.length), value]));
}
