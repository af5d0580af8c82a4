import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { attempt } from './attempt.ts';
import { isRegular } from './file-mode.ts';

/** The path of a command, as execvp finds it; undefined where it is nowhere. */
export function* findInPath(name: string, path = '/sbin:/usr/sbin:/bin:/usr/bin'): Sys<string | undefined> {
  if (name.includes('/')) return name;
  for (const directory of path.split(':')) {
    const file = directory === '' ? name : `${directory}/${name}`;
    const status = yield* attempt(sys.stat(file));
    if (status && isRegular(status) && status.mode & 0o111) return file;
  }
  return undefined;
}
