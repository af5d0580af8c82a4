import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { readFile } from './input.ts';
import { command, fail, type Options } from './options.ts';
import { decodeText } from './text.ts';
import { findUser, type Group, readGroups, readUsers, type User } from './users.ts';

const print = (text: string) => sys.write(1, `${text}\n`);

interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/** The ids of a named user, or of this process. */
function* identityOf(who: string, name: string | undefined): Sys<Identity> {
  if (name === undefined) {
    const ids = yield* sys.ids();
    return {
      uid: ids.uid,
      gid: ids.gid,
      groups: ids.groups.length > 0 ? [...new Set([ids.gid, ...ids.groups])] : [],
    };
  }
  const user = yield* findUser(name);
  if (!user) return yield* fail(who, `unknown user ${name}`);
  const groups = (yield* readGroups()).filter(group => group.members.includes(name)).map(group => group.gid);
  return { uid: user.uid, gid: user.gid, groups: [...new Set([user.gid, ...groups])] };
}

export const id = command(
  'id',
  { letters: 'unGgr', usage: 'id [-ugGnr] [USER]\n\nPrint information about USER or the current user\n' },
  function* (options) {
    const identity = yield* identityOf('id', options.operands[0]);
    const users = yield* readUsers();
    const groups = yield* readGroups();
    yield* print(describe(identity, options, users, groups));
    return 0;
  },
);

function describe(
  identity: Identity,
  options: Options,
  users: readonly User[],
  groups: readonly Group[],
): string {
  const user = (uid: number) => users.find(each => each.uid === uid)?.name;
  const group = (gid: number) => groups.find(each => each.gid === gid)?.name;
  const show = (number: number, name: string | undefined) =>
    options.has('n') ? (name ?? String(number)) : String(number);
  if (options.has('u')) return show(identity.uid, user(identity.uid));
  if (options.has('g')) return show(identity.gid, group(identity.gid));
  const shownGroups = identity.groups.length > 0 ? identity.groups : [identity.gid];
  if (options.has('G')) return shownGroups.map(gid => show(gid, group(gid))).join(' ');
  const full = (number: number, name: string | undefined) =>
    `${number}${name === undefined ? '' : `(${name})`}`;
  const all = identity.groups.map(gid => full(gid, group(gid))).join(',');
  const base = `uid=${full(identity.uid, user(identity.uid))} gid=${full(identity.gid, group(identity.gid))}`;
  return identity.groups.length > 0 ? `${base} groups=${all}` : base;
}

export const groups = command('groups', { letters: '', usage: 'groups [USER]\n' }, function* (options) {
  const identity = yield* identityOf('groups', options.operands[0]);
  const all = yield* readGroups();
  const name = (gid: number) => all.find(group => group.gid === gid)?.name ?? String(gid);
  yield* print((identity.groups.length > 0 ? identity.groups : [identity.gid]).map(name).join(' '));
  return 0;
});

export const whoami = command('whoami', { letters: '', usage: 'whoami\n' }, function* () {
  const { uid } = yield* sys.ids();
  const user = yield* findUser(uid);
  if (!user) return yield* fail('whoami', `unknown uid ${uid}`);
  yield* print(user.name);
  return 0;
});

export const logname = command('logname', { letters: '', usage: 'logname\n' }, function* () {
  return yield* fail('logname', 'getlogin: No such file or directory');
});

export const hostname = command(
  'hostname',
  {
    letters: 'sifdF:',
    usage: 'hostname [-sidf] [HOSTNAME | -F FILE]\n\nShow or set hostname or DNS domain name\n',
  },
  function* (options) {
    const [name] = options.operands;
    const names = yield* sys.uname();
    if (name !== undefined) {
      const failed = yield* outcome(sys.sethostname(name));
      return failed instanceof Errno ? yield* fail('hostname', `sethostname: ${failed.message}`) : 0;
    }
    if (options.has('i')) yield* print((yield* sys.resolve(names.node)).join(' '));
    else if (options.has('s')) yield* print(names.node.split('.')[0] ?? '');
    else if (options.has('d')) yield* print((yield* fullName(names.node)).split('.').slice(1).join('.'));
    else if (options.has('f')) yield* print(yield* fullName(names.node));
    else yield* print(names.node);
    return 0;
  },
);

/** gethostbyname's: the first name of its line in /etc/hosts. */
function* fullName(name: string): Sys<string> {
  const hosts = decodeText((yield* attempt(readFile('/etc/hosts'))) ?? new Uint8Array());
  const lines = hosts.split('\n').map(line => line.replace(/#.*/, '').trim().split(/\s+/));
  return lines.find(([, ...names]) => names.includes(name))?.[1] ?? name;
}

export const uname = command(
  'uname',
  {
    letters: 'amnrspvio',
    usage: 'uname [-amnrspvio]\n\nPrint system information\n',
  },
  function* (options) {
    const names = yield* sys.uname();
    const parts: readonly (readonly [letter: string, value: string])[] = [
      ['s', names.system],
      ['n', names.node],
      ['r', names.release],
      ['v', names.version],
      ['m', names.machine],
      ['p', 'unknown'],
      ['i', 'unknown'],
      ['o', 'GNU/Linux'],
    ];
    const any = parts.some(([letter]) => options.has(letter)) || options.has('a');
    const chosen = parts.filter(([letter, value]) =>
      options.has('a') ? value !== 'unknown' : any ? options.has(letter) : letter === 's',
    );
    yield* print(chosen.map(([, value]) => value).join(' '));
    return 0;
  },
);

export const arch = command('arch', { letters: '', usage: 'arch\n' }, function* () {
  yield* print((yield* sys.uname()).machine);
  return 0;
});

export const nproc = command(
  'nproc',
  {
    letters: 'a',
    long: { all: 'a', ignore: 'a' },
    usage: 'nproc [--all] [--ignore=N]\n\nPrint number of available CPUs\n',
  },
  function* () {
    yield* print('1');
    return 0;
  },
);
