import type { BuildHostConfig, BuildRequest } from '../../engine/build/build-request.ts';
import { DockerError, invalidParameter, NotSimulatedError, systemError } from '../../engine/errors.ts';
import {
  parseReference,
  type Reference,
  referenceKey,
  withDefaultTag,
} from '../../engine/images/reference.ts';
import { GoJsonError, unmarshalJson } from '../../support/go-json/decode.ts';
import { int64, map, pointer, type Schema, slice, string, struct } from '../../support/go-json/schema.ts';
import { goQuote, parseGoInt } from '../../support/go-strconv.ts';
import type { Query } from '../wire/query.ts';

const ulimits = slice(pointer(struct('Ulimit', { Name: string, Hard: int64, Soft: int64 })));

/** The query of POST /build, checked in dockerd's order (newImageBuildOptions, Build, Detect). */
export function decodeBuild(query: Query): Omit<BuildRequest, 'context'> {
  if (query.has('securityopt')) throw invalidParameter('security options are not supported on linux');
  const host = decodeHost(query);
  const buildArgs = decode<Record<string, string | null>>(
    query,
    'buildargs',
    map(pointer(string)),
    'build args',
  );
  const labels = decode<Record<string, string>>(query, 'labels', map(string), 'labels');
  const cacheFrom = decode<string[]>(query, 'cachefrom', slice(string), 'cache-from');
  checkVersion(query.text('version'));
  if (query.bool('squash')) {
    throw invalidParameter('squash is only supported with experimental mode');
  }
  const tags = decodeTags(query.all('t'));
  checkRemote(query.text('remote'));
  const forceRemove = query.bool('forcerm');
  return {
    host,
    tags,
    forceRemove,
    dockerfile: query.text('dockerfile'),
    noCache: query.bool('nocache'),
    pull: query.bool('pull'),
    remove: forceRemove || query.text('rm') === '' || query.bool('rm'),
    buildArgs: new Map(Object.entries(buildArgs ?? {})),
    labels: new Map(Object.entries(labels ?? {})),
    cacheFrom: cacheFrom ?? [],
    target: query.text('target'),
    platform: query.text('platform'),
  };
}

function decodeHost(query: Query): BuildHostConfig {
  const shmSize = query.text('shmsize') === '' ? 0 : query.requiredInt('shmsize', { call: 'ParseInt' });
  const isolation = query.text('isolation');
  if (!/^(|default|process|hyperv)$/i.test(isolation)) {
    throw invalidParameter(`unsupported isolation: ${goQuote(isolation)}`);
  }
  const limits = decode<BuildHostConfig['ulimits']>(query, 'ulimits', ulimits, 'ulimit settings');
  return {
    shmSize,
    networkMode: query.text('networkmode'),
    extraHosts: query.all('extrahosts'),
    cgroupParent: query.text('cgroupparent'),
    cpuShares: intOrZero(query, 'cpushares'),
    cpuPeriod: intOrZero(query, 'cpuperiod'),
    cpuQuota: intOrZero(query, 'cpuquota'),
    cpusetCpus: query.text('cpusetcpus'),
    cpusetMems: query.text('cpusetmems'),
    memory: intOrZero(query, 'memory'),
    memorySwap: intOrZero(query, 'memswap'),
    ulimits: limits ?? [],
  };
}

/** What is no number is none (httputils.Int64ValueOrZero). */
function intOrZero(query: Query, name: string): number {
  const parsed = parseGoInt(query.text(name), 'ParseInt');
  return 'problem' in parsed ? 0 : Number(parsed.value);
}

function decode<T>(query: Query, name: string, schema: Schema, shown: string): T | undefined {
  const text = query.text(name);
  if (text === '') return undefined;
  try {
    // A map has no name that Go could put before its keys.
    return unmarshalJson(new TextEncoder().encode(text), schema, '') as T;
  } catch (error) {
    if (!(error instanceof GoJsonError)) throw error;
    throw invalidParameter(`error reading ${shown}: ${error.message}`);
  }
}

function checkVersion(version: string): void {
  if (version === '2') throw new NotSimulatedError('building with BuildKit: set DOCKER_BUILDKIT=0');
  if (version !== '' && version !== '1') throw invalidParameter(`invalid version ${goQuote(version)}`);
}

/** Each name once, in the order given. What is wrong with one is an untyped error in moby. */
function decodeTags(names: readonly string[]): Reference[] {
  const tags = new Map<string, Reference>();
  for (const name of names) {
    if (name === '') continue;
    const reference = parseTag(name);
    if (reference.digest !== undefined) throw systemError('build tag cannot contain a digest');
    const tagged = withDefaultTag(reference);
    if (!tags.has(referenceKey(tagged))) tags.set(referenceKey(tagged), tagged);
  }
  return [...tags.values()];
}

function parseTag(name: string): Reference {
  try {
    return parseReference(name);
  } catch (error) {
    throw error instanceof DockerError ? systemError(error.message) : error;
  }
}

/** The simulated machine reaches nothing to fetch a context from. */
function checkRemote(remote: string): void {
  if (remote === '') return;
  if (remote === 'client-session') {
    throw invalidParameter(
      'experimental session with v1 builder is no longer supported, use builder version v2 (BuildKit) instead',
    );
  }
  if (/^(https?:\/\/|git:\/\/|git@|github\.com\/)/.test(remote)) {
    throw new NotSimulatedError('building from a remote context');
  }
  throw systemError(`remoteURL (${remote}) could not be recognized as URL`);
}
