import { invalidParameter } from '../errors.ts';

/** An image's name in full, as github.com/distribution/reference parses it. */
export interface Reference {
  /** `docker.io`, `localhost:5000`, ... */
  readonly domain: string;
  /** `library/busybox` */
  readonly path: string;
  readonly tag: string | undefined;
  /** With its algorithm: `sha256:...`. */
  readonly digest: string | undefined;
}

const DEFAULT_DOMAIN = 'docker.io';
const LEGACY_DOMAIN = 'index.docker.io';
const OFFICIAL = 'library/';
const LONGEST_PATH = 255;

const HEX_ID = /^[a-f0-9]{64}$/;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const PATH = `${COMPONENT}(?:/${COMPONENT})*`;
const TAG = '\\w[\\w.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^(?:(${DOMAIN})/)?(${PATH})(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const WHOLE_TAG = new RegExp(`^${TAG}$`);

/** Parses a familiar name (`busybox`, `quay.io/a/b:1@sha256:...`). Throws with distribution's sentences. */
export function parseReference(text: string): Reference {
  if (HEX_ID.test(text)) {
    throw invalidParameter(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  }
  const { domain, rest } = splitDomain(text);
  const remote = rest.split(':', 1)[0] as string;
  if (remote.toLowerCase() !== remote) {
    throw invalidParameter(`invalid reference format: repository name (${remote}) must be lowercase`);
  }
  const match = REFERENCE.exec(`${domain}/${rest}`);
  if (match === null) {
    const lower = REFERENCE.test(`${domain}/${rest}`.toLowerCase());
    throw invalidParameter(lower ? 'repository name must be lowercase' : 'invalid reference format');
  }
  const [, parsedDomain = '', path = '', tag, digest] = match;
  if (path.length > LONGEST_PATH) {
    throw invalidParameter(`repository name must not be more than ${LONGEST_PATH} characters`);
  }
  if (digest !== undefined) checkDigest(digest);
  return { domain: parsedDomain, path, tag, digest };
}

/** Adds `latest` to a name with neither tag nor digest. */
export function withDefaultTag(reference: Reference): Reference {
  return isNameOnly(reference) ? { ...reference, tag: 'latest' } : reference;
}

export function withTag(reference: Reference, tag: string): Reference {
  if (!WHOLE_TAG.test(tag)) throw invalidParameter('invalid tag format');
  return { ...reference, tag };
}

export function withDigest(reference: Reference, digest: string): Reference {
  return { ...reference, tag: undefined, digest };
}

/** A repository and a tag from a query, the tag optional (moby api/server/httputils, RepoTagReference). */
export function repositoryTag(repository: string, tag: string): Reference | undefined {
  if (repository === '') return undefined;
  const parsed = parseReference(repository);
  if (parsed.digest !== undefined) {
    throw invalidParameter('cannot import digest reference');
  }
  return tag === '' ? withDefaultTag(parsed) : withTag(parsed, tag);
}

export function isNameOnly({ tag, digest }: Reference): boolean {
  return tag === undefined && digest === undefined;
}

/** The name in full: `docker.io/library/busybox:latest`. What references are kept and sorted by. */
export function referenceKey({ domain, path, tag, digest }: Reference): string {
  // With a digest the tag does not count (moby reference/store.go, favorDigest).
  if (digest !== undefined) return `${domain}/${path}@${digest}`;
  return `${domain}/${path}:${tag ?? 'latest'}`;
}

/** The short name without tag: `busybox`, `quay.io/a/b`. */
export function familiarName({ domain, path }: Reference): string {
  if (domain !== DEFAULT_DOMAIN) return `${domain}/${path}`;
  const rest = path.startsWith(OFFICIAL) ? path.slice(OFFICIAL.length) : path;
  return rest.includes('/') ? path : rest;
}

/** The name as Docker shows it: `busybox:latest`, `busybox@sha256:...`. */
export function familiarString(reference: Reference): string {
  const { tag, digest } = reference;
  const tagged = `${familiarName(reference)}${tag === undefined ? '' : `:${tag}`}`;
  return digest === undefined ? tagged : `${tagged}@${digest}`;
}

/** Whether the text is a digest as go-digest validates it. */
export function isDigest(text: string): boolean {
  return /^sha256:[a-f0-9]{64}$/.test(text) || /^sha512:[a-f0-9]{128}$/.test(text);
}

export function isHexId(text: string): boolean {
  return HEX_ID.test(text);
}

function checkDigest(digest: string): void {
  if (isDigest(digest)) return;
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = { sha256: 64, sha384: 96, sha512: 128 }[algorithm];
  if (length === undefined) throw invalidParameter('unsupported digest algorithm');
  if (hex.length !== length) throw invalidParameter('invalid checksum digest length');
  if (!/^[a-f0-9]+$/.test(hex)) throw invalidParameter('invalid checksum digest format');
}

function splitDomain(name: string): { domain: string; rest: string } {
  const slash = name.indexOf('/');
  if (slash < 0) return { domain: DEFAULT_DOMAIN, rest: OFFICIAL + name };
  const first = name.slice(0, slash);
  const after = name.slice(slash + 1);
  const isDomain = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
  const domain = isDomain && first !== LEGACY_DOMAIN ? first : DEFAULT_DOMAIN;
  const rest = isDomain ? after : name;
  return { domain, rest: domain === DEFAULT_DOMAIN && !rest.includes('/') ? OFFICIAL + rest : rest };
}
