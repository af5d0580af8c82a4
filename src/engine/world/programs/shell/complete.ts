import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt } from '../attempt.ts';
import { isDirectory } from '../file-mode.ts';

/** What the Tab key adds to the last word: the common rest of the paths it may become. Undefined: nothing. */
export function* completePath(text: string): Sys<string | undefined> {
  const word = /[^\s;|&<>()]*$/.exec(text)?.[0] ?? '';
  const slash = word.lastIndexOf('/');
  const directory = slash < 0 ? '.' : word.slice(0, slash + 1);
  const start = word.slice(slash + 1);
  const entries = (yield* attempt(sys.readdir(directory))) ?? [];
  const names = entries.map(entry => entry.name).filter(name => name.startsWith(start));
  const [first] = names;
  if (first === undefined) return undefined;
  if (names.length === 1) {
    const status = yield* attempt(sys.stat(directory === '.' ? first : directory + first));
    return `${first.slice(start.length)}${isDirectory(status) ? '/' : ' '}`;
  }
  let length = first.length;
  while (!names.every(name => name.startsWith(first.slice(0, length)))) length--;
  return length > start.length ? first.slice(start.length, length) : undefined;
}
