import { type FileTree, ROOT_INO } from '../files/file-tree.ts';
import { findPath, putDirectory, putFile } from '../files/tree-paths.ts';

/** A user or group of an image: its name and numbers, home and shell. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid?: number;
  readonly home?: string;
  readonly shell?: string;
  readonly comment?: string;
}

/** Writes /etc/passwd, /etc/group and /etc/shadow, a group of the same name for each account. */
export function putAccounts(
  tree: FileTree,
  accounts: readonly Account[],
  groups: ReadonlyArray<readonly [name: string, gid: number, members?: string]>,
  timeNs: bigint,
): void {
  const passwd = accounts.map(account => passwdLine(account)).join('');
  const group = groups.map(([name, gid, members = '']) => `${name}:x:${gid}:${members}\n`).join('');
  putFile(tree, '/etc/passwd', passwd, timeNs);
  putFile(tree, '/etc/group', group, timeNs);
  putFile(
    tree,
    '/etc/shadow',
    accounts.map(({ name }) => `${name}:*:19993:0:99999:7:::\n`).join(''),
    timeNs,
    {
      mode: 0o640,
      gid: 42,
    },
  );
}

/** Adds an account and its group to what the layers below have. */
export function addAccount(tree: FileTree, account: Account, timeNs: bigint): void {
  append(tree, '/etc/passwd', passwdLine(account), timeNs);
  append(tree, '/etc/group', `${account.name}:x:${account.gid ?? account.uid}:\n`, timeNs);
}

function passwdLine({ name, uid, gid = uid, home = '/', shell = '/usr/sbin/nologin', comment }: Account) {
  return `${name}:x:${uid}:${gid}:${comment ?? name}:${home}:${shell}\n`;
}

function append(tree: FileTree, path: string, line: string, timeNs: bigint): void {
  const ino = findPath(tree, path);
  if (ino === undefined) putFile(tree, path, line, timeNs);
  else tree.write(ino, 'append', new TextEncoder().encode(line), timeNs);
}

/** The directories that all distributions have. */
export function putStandardDirectories(tree: FileTree, timeNs: bigint): void {
  for (const path of ['/dev', '/etc', '/home', '/media', '/mnt', '/opt', '/proc', '/run', '/srv', '/sys']) {
    putDirectory(tree, path, timeNs);
  }
  for (const path of ['/usr/local/bin', '/usr/local/lib', '/usr/local/share', '/usr/share']) {
    putDirectory(tree, path, timeNs);
  }
  for (const path of ['/var/cache', '/var/lib', '/var/log', '/var/spool', '/var/opt']) {
    putDirectory(tree, path, timeNs);
  }
  for (const path of ['/tmp', '/var/tmp']) {
    tree.change(putDirectory(tree, path, timeNs), { mode: 0o1777 }, timeNs);
  }
  tree.change(putDirectory(tree, '/root', timeNs), { mode: 0o700 }, timeNs);
  tree.change(ROOT_INO, { mtimeNs: timeNs }, timeNs);
}
