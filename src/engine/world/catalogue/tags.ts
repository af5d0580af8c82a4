/**
 * The version that a tag stands for: `latest` and prefixes of it (`1`, `1.37`) are the newest one, other versions
 * are themselves. Nothing for what does not look like a version.
 */
export function versionOf(tag: string, newest: string, aliases: readonly string[] = []): string | undefined {
  if (tag === 'latest' || aliases.includes(tag) || newest === tag || newest.startsWith(`${tag}.`)) {
    return newest;
  }
  return /^v?\d+(\.\d+)*([-_.]?(rc|alpha|beta|p|r)\.?\d+)?$/.test(tag) ? tag : undefined;
}
