import type { Sys } from '../process/system-call.ts';
import { attempt } from './attempt.ts';
import { readFile } from './input.ts';
import { decodeText } from './text.ts';

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

function* readRows(path: string): Sys<string[][]> {
  const content = yield* attempt(readFile(path));
  if (!content) return [];
  return decodeText(content)
    .split('\n')
    .filter(line => line.includes(':'))
    .map(line => line.split(':'));
}

export function* readUsers(): Sys<User[]> {
  return (yield* readRows('/etc/passwd')).map(row => ({
    name: row[0] ?? '',
    uid: Number(row[2]),
    gid: Number(row[3]),
    gecos: row[4] ?? '',
    home: row[5] ?? '',
    shell: row[6] ?? '',
  }));
}

export function* readGroups(): Sys<Group[]> {
  return (yield* readRows('/etc/group')).map(row => ({
    name: row[0] ?? '',
    gid: Number(row[2]),
    members: (row[3] ?? '').split(',').filter(name => name !== ''),
  }));
}

export function* findUser(name: string | number): Sys<User | undefined> {
  const users = yield* readUsers();
  return users.find(user => (typeof name === 'number' ? user.uid === name : user.name === name));
}

export function* findGroup(name: string | number): Sys<Group | undefined> {
  const groups = yield* readGroups();
  return groups.find(group => (typeof name === 'number' ? group.gid === name : group.name === name));
}
