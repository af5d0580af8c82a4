import { systemError } from '../errors.ts';
import { ROOT } from '../world/files/file-system.ts';
import type { FileSystemView } from '../world/files/file-system-view.ts';
import { readText } from '../world/process/users.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** `--chown`: numbers, or names that the image's own files know (moby builder/dockerfile/internals_linux.go). */
export function chownOwner(view: FileSystemView, text: string): Owner {
  const refuse = (problem: string) =>
    systemError(`unable to convert uid/gid chown string to host mapping: ${problem}`);
  const [user = '', group = user, more] = text.split(':');
  if (more !== undefined) throw refuse(`invalid chown string format: ${text}`);
  const uid = idOf(view, '/etc/passwd', user);
  if (uid === undefined) throw refuse(`can't find uid for user ${user}: no such user: ${user}`);
  const gid = idOf(view, '/etc/group', group);
  if (gid === undefined) throw refuse(`can't find gid for group ${group}: no such group: ${group}`);
  return { uid, gid };
}

function idOf(view: FileSystemView, file: string, name: string): number | undefined {
  if (/^[+-]?\d+$/.test(name)) return Number(name);
  const records = readText(view, file, ROOT).split('\n');
  const found = records.map(record => record.split(':')).find(record => record[0] === name);
  return found === undefined ? undefined : Number(found[2]);
}
