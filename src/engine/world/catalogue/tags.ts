/** What a tag says: the version, and the words after it (`alpine3.20`, `slim`, `bookworm`). */
export interface ReadTag {
  readonly version: string;
  readonly words: readonly string[];
}

/** Words that a tag may be made of, besides versions and names of distributions. */
const WORDS =
  /^(alpine(\d+(\.\d+)*)?|slim|trixie|bookworm|bullseye|buster|noble|jammy|focal|perl|otel|cli|apache|fpm|zts|jdk|jre|temurin|eclipse|management|unprivileged|full|minimal|debian|ubuntu|standalone|server|client|dind|rootless|git|windowsservercore|nanoserver)$/;

/**
 * Reads a tag: `latest`, an alias and prefixes of the newest version (`8`, `8.2`) are the newest one; other versions
 * are themselves. Nothing for a tag that no registry would be likely to have.
 */
export function readTag(tag: string, newest: string, aliases: readonly string[] = []): ReadTag | undefined {
  const parts = tag.split('-');
  const words = parts.filter((part, index) => WORDS.test(part) && !(index === 0 && aliases.includes(part)));
  const rest = parts.filter((part, index) => !WORDS.test(part) || (index === 0 && aliases.includes(part)));
  const version = rest.length === 0 ? newest : versionOf(rest.join('-'), newest, aliases);
  return version === undefined ? undefined : { version, words };
}

/** The version that a tag without further words stands for; nothing for what does not look like one. */
export function versionOf(tag: string, newest: string, aliases: readonly string[] = []): string | undefined {
  if (tag === 'latest' || aliases.includes(tag) || newest === tag || newest.startsWith(`${tag}.`)) {
    return newest;
  }
  return /^(v|RELEASE\.)?\d+([.T-]?\d+)*Z?([-_.]?(rc|alpha|beta|p|r|m|ce|ee)\.?\d*)?$/.test(tag)
    ? tag
    : undefined;
}
