import { ownEntry } from '../../support/own-entry.ts';
import { DockerError, invalidParameter, notFound } from '../errors.ts';
import type { Image } from './image.ts';

/** What an image runs on, normalised: `linux`, `arm`, `v7`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string;
}

export const HOST_PLATFORM: Platform = { os: 'linux', architecture: 'amd64', variant: '' };

const SYSTEMS =
  /^(aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|windows|zos)$/;
const ARCHITECTURES =
  /^(386|amd64|amd64p32|arm|armbe|arm64|arm64be|ppc64|ppc64le|loong64|mips|mipsle|mips64|mips64le|mips64p32|mips64p32le|ppc|riscv|riscv64|s390|s390x|sparc|sparc64|wasm)$/;
const SYSTEM = /^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$/;
const COMPONENT = /^[A-Za-z0-9_.-]+$/;

/** `linux/arm64/v8` and its short forms (containerd/platforms, Parse); throws its sentences. */
export function parsePlatform(specifier: string): Platform {
  const refuse = (problem: string) => invalidParameter(`${problem}: invalid argument`);
  if (specifier.includes('*')) throw refuse(`"${specifier}": wildcards not yet supported`);
  const parts = specifier.split('/');
  const [system = '', architecture, variant = ''] = parts;
  const matched = SYSTEM.exec(system);
  if (matched === null) {
    throw refuse(
      `"${system}" is an invalid OS component of "${specifier}": OSAndVersion specifier component must match ${quoted(SYSTEM)}`,
    );
  }
  for (const part of parts.slice(1)) {
    if (!COMPONENT.test(part)) {
      throw refuse(
        `"${part}" is an invalid component of "${specifier}": platform specifier component must match ${quoted(COMPONENT)}`,
      );
    }
  }
  const os = normalizeSystem(matched[1] as string);
  if (parts.length > 3) throw refuse(`"${specifier}": cannot parse platform specifier`);
  if (architecture !== undefined) {
    const known = normalizeArchitecture(architecture, variant);
    if (parts.length === 2 && known.architecture === 'arm' && known.variant === 'v7') {
      return { os, architecture: 'arm', variant: '' };
    }
    const needsVariant = parts.length === 3 && known.architecture === 'arm64' && known.variant === '';
    return { os, ...known, ...(needsVariant ? { variant: 'v8' } : {}) };
  }
  if (SYSTEMS.test(os)) return { ...HOST_PLATFORM, os };
  const alone = normalizeArchitecture(system, '');
  if (!ARCHITECTURES.test(alone.architecture)) {
    throw refuse(`"${specifier}": unknown operating system or architecture`);
  }
  return { os: 'linux', ...alone };
}

/** A query's platform as JSON: `{"os":"linux","architecture":"arm64"}` (moby httputils/form.go, DecodePlatform). */
export function decodePlatform(json: string): Platform {
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(json) as Record<string, unknown>;
  } catch {
    throw invalidParameter(
      `failed to parse platform: invalid character '${json[0] ?? ''}' looking for beginning of value`,
    );
  }
  const { os = '', architecture = '', variant = '' } = (given ?? {}) as Partial<Record<string, string>>;
  const optional = variant !== '' || Boolean(given?.['os.version']) || Boolean(given?.['os.features']);
  if (os === '' && architecture === '' && optional) {
    throw invalidParameter('optional platform fields provided, but OS and Architecture are missing');
  }
  if (os === '' || architecture === '') {
    throw invalidParameter('both OS and Architecture must be provided');
  }
  return { os, architecture, variant };
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === '' ? [] : [variant])].join('/');
}

export function platformOf({ config }: Readonly<Image>): Platform {
  return {
    os: config.os || 'linux',
    architecture: config.architecture ?? '',
    variant: config.variant ?? '',
  };
}

/** Whether an image for `image` runs where `wanted` is asked for; an image without a variant fits all. */
export function platformMatches(image: Platform, wanted: Platform): boolean {
  const ours = normalizeArchitecture(image.architecture, image.variant);
  const theirs = normalizeArchitecture(wanted.architecture, wanted.variant);
  if (normalizeSystem(image.os) !== normalizeSystem(wanted.os)) return false;
  if (ours.architecture !== theirs.architecture) return false;
  return image.variant === '' || ours.variant === theirs.variant;
}

/** The image for a wanted platform, or Docker's sentence that there is only another one. */
export function checkImagePlatform(image: Readonly<Image>, shown: string, wanted: Platform): void {
  const has = platformOf(image);
  if (platformMatches(has, wanted)) return;
  throw notFound(
    `image with reference ${shown} was found but its platform (${formatPlatform(has)}) does not match the specified platform (${formatPlatform(wanted)})`,
  );
}

/** Docker Hub has no image for it (moby distribution/pull_v2.go, noMatchesErr). */
export function noMatchingManifest(wanted: Platform): DockerError {
  return new DockerError(
    'system',
    `no matching manifest for ${formatPlatform(wanted)} in the manifest list entries`,
  );
}

function normalizeSystem(os: string): string {
  const lower = os.toLowerCase();
  return lower === 'macos' ? 'darwin' : lower || 'linux';
}

const ARCHITECTURE_NAMES: Readonly<Record<string, readonly [string, string | undefined]>> = {
  i386: ['386', ''],
  x86_64: ['amd64', undefined],
  'x86-64': ['amd64', undefined],
  aarch64: ['arm64', undefined],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
};

const VARIANT_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  amd64: { v1: '' },
  arm64: { '8': '', v8: '', 'v8.0': '', '9': 'v9', '9.0': 'v9', 'v9.0': 'v9' },
  arm: { '': 'v7', '7': 'v7', '5': 'v5', '6': 'v6', '8': 'v8' },
};

function normalizeArchitecture(given: string, variant: string): { architecture: string; variant: string } {
  const lower = given.toLowerCase();
  const [architecture, fixed] = ownEntry(ARCHITECTURE_NAMES, lower) ?? [lower, undefined];
  const asked = fixed ?? variant.toLowerCase();
  return { architecture, variant: ownEntry(ownEntry(VARIANT_NAMES, architecture) ?? {}, asked) ?? asked };
}

/** As Go's %q shows a regular expression. */
function quoted(pattern: RegExp): string {
  return JSON.stringify(pattern.source);
}
