/** A Dockerfile's exec form: a JSON list of words; undefined for a shell's command line. */
export function jsonList(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every(item => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}
