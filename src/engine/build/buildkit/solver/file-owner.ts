import { ROOT } from '../../../world/files/file-system.ts';
import type { FileSystemView } from '../../../world/files/file-system-view.ts';
import { readText } from '../../../world/process/users.ts';
import type { Owner } from '../../chown.ts';

/**
 * Whose files become by `--chown` and USER: numbers, or names that the base's own files know. BuildKit takes root for
 * a name that nobody has (solver/llbsolver/ops/opsutils, readUser); undefined where nothing is asked for.
 */
export function fileOwner(view: FileSystemView, text: string): Owner | undefined {
  if (text === '') return undefined;
  const [user = '', group = ''] = text.split(':');
  const owner = userOf(view, user);
  return group === '' ? owner : { ...owner, gid: groupOf(view, group) };
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** A user's group is that of /etc/passwd; of a number, the same number. */
function userOf(view: FileSystemView, user: string): Owner {
  if (isNumber(user)) return { uid: Number(user), gid: Number(user) };
  const [, , uid, gid] = lineFor(view, '/etc/passwd', user);
  return { uid: Number(uid ?? 0), gid: Number(gid ?? 0) };
}

function groupOf(view: FileSystemView, group: string): number {
  if (isNumber(group)) return Number(group);
  const [, , gid] = lineFor(view, '/etc/group', group);
  return Number(gid ?? 0);
}

function lineFor(view: FileSystemView, file: string, name: string): readonly string[] {
  const lines = readText(view, file, ROOT).split('\n');
  return lines.map(line => line.split(':')).find(fields => fields[0] === name) ?? [];
}
