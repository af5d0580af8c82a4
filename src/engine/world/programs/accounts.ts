import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { findInPath } from './find-in-path.ts';
import { readFile } from './input.ts';
import { command, fail, notSimulated, showUsage } from './options.ts';
import { decodeText, encodeText } from './text.ts';
import { findGroup, findUser, readGroups, readUsers } from './users.ts';

function* append(path: string, line: string): Sys<void> {
  const fd = yield* sys.open(path, { write: true, create: true, append: true });
  yield* sys.write(fd, encodeText(`${line}\n`));
  yield* sys.close(fd);
}

function* replace(path: string, change: (line: string) => string): Sys<void> {
  const content = decodeText(yield* readFile(path));
  const fd = yield* sys.open(path, { write: true, truncate: true });
  yield* sys.write(fd, encodeText(content.split('\n').map(change).join('\n')));
  yield* sys.close(fd);
}

/** The first free id from 1000 (or 100 for a system account) on. */
function freeId(used: readonly number[], system: boolean): number {
  let id = system ? 100 : 1000;
  while (used.includes(id)) id++;
  return id;
}

const ADDUSER = {
  letters: 'h:g:s:G:SDHu:k:',
  usage: 'adduser [OPTIONS] USER [GROUP]\n\nCreate new user, or add USER to GROUP\n',
};

export const adduser = command('adduser', ADDUSER, function* (options) {
  const [name, group] = options.operands;
  if (name === undefined) return yield* showUsage('adduser', ADDUSER);
  if (group !== undefined) return yield* joinGroup('adduser', name, group);
  if (yield* findUser(name)) return yield* fail('adduser', `user '${name}' in use`);
  if (!options.has('D') && !options.has('S'))
    return yield* notSimulated('adduser', 'asking for a password (give -D)');
  const system = options.has('S');
  const wanted = options.value('u');
  const uid =
    wanted === undefined
      ? freeId(
          (yield* readUsers()).map(user => user.uid),
          system,
        )
      : Number(wanted);
  const primary = options.value('G');
  let gid: number;
  if (primary === undefined && !system) {
    gid = uid;
    yield* append('/etc/group', `${name}:x:${gid}:`);
  } else {
    const found = yield* findGroup(primary ?? 'nogroup');
    if (!found && primary !== undefined) return yield* fail('adduser', `unknown group ${primary}`);
    gid = found?.gid ?? 65_533;
  }
  const home = options.value('h') ?? `/home/${name}`;
  const shell = options.value('s') ?? (system ? '/bin/false' : '/bin/sh');
  yield* append(
    '/etc/passwd',
    `${name}:x:${uid}:${gid}:${options.value('g') ?? 'Linux User,,,'}:${home}:${shell}`,
  );
  if (yield* attempt(sys.stat('/etc/shadow'))) yield* append('/etc/shadow', `${name}:!:0:0:99999:7:::`);
  if (!options.has('H')) {
    const made = yield* outcome(sys.mkdir(home, 0o755));
    if (!(made instanceof Errno)) yield* sys.chown(home, uid, gid);
  }
  return 0;
});

function* joinGroup(who: string, user: string, group: string): Sys<number> {
  if (!(yield* findUser(user))) return yield* fail(who, `unknown user ${user}`);
  const found = yield* findGroup(group);
  if (!found) return yield* fail(who, `unknown group ${group}`);
  if (found.members.includes(user)) return 0;
  const members = [...found.members, user].join(',');
  yield* replace('/etc/group', line =>
    line.startsWith(`${group}:`) ? `${line.split(':').slice(0, 3).join(':')}:${members}` : line,
  );
  return 0;
}

const ADDGROUP = {
  letters: 'g:S',
  usage: 'addgroup [-g GID] [-S] [USER] GROUP\n\nAdd a group or add a user to a group\n',
};

export const addgroup = command('addgroup', ADDGROUP, function* (options) {
  const [first, second] = options.operands;
  if (first === undefined) return yield* showUsage('addgroup', ADDGROUP);
  if (second !== undefined) return yield* joinGroup('addgroup', first, second);
  if (yield* findGroup(first)) return yield* fail('addgroup', `group '${first}' in use`);
  const gid = options.has('g')
    ? Number(options.value('g'))
    : freeId(
        (yield* readGroups()).map(each => each.gid),
        options.has('S'),
      );
  yield* append('/etc/group', `${first}:x:${gid}:`);
  return 0;
});

export const deluser = command(
  'deluser',
  { letters: '', usage: 'deluser [--remove-home] USER\n' },
  function* ({ operands }) {
    const [name = ''] = operands;
    if (!(yield* findUser(name))) return yield* fail('deluser', `unknown user ${name}`);
    yield* replace('/etc/passwd', line => (line.startsWith(`${name}:`) ? '' : line));
    return 0;
  },
);

export const su = command(
  'su',
  {
    letters: '+lmpc:s:',
    usage: 'su [-lmp] [-s SH] [-] [USER [FILE ARGS]]\n\nRun shell under USER (by default, root)\n',
  },
  function* (options, context) {
    const words = [...options.operands];
    const login = options.has('l') || words[0] === '-';
    if (words[0] === '-') words.shift();
    const name = words.shift() ?? 'root';
    const user = yield* findUser(name);
    if (!user) return yield* fail('su', `unknown user ${name}`);
    if ((yield* sys.ids()).uid !== 0) return yield* fail('su', 'must be suid to work properly');
    const groups = (yield* readGroups())
      .filter(group => group.members.includes(name))
      .map(group => group.gid);
    yield* sys.setIds(user.uid, user.gid, [...new Set([user.gid, ...groups])]);
    if (login) yield* attempt(sys.chdir(user.home));
    const shell = options.value('s') ?? (user.shell || '/bin/sh');
    const env = {
      ...context.env,
      HOME: user.home,
      SHELL: shell,
      ...(user.uid === 0 ? {} : { USER: name, LOGNAME: name }),
    };
    const given = options.value('c');
    const argv = [
      login ? `-${shell.split('/').at(-1)}` : shell,
      ...(given === undefined ? [] : ['-c', given]),
      ...words,
    ];
    const path = yield* findInPath(shell, context.env.PATH);
    const failed = yield* outcome(sys.exec(path ?? shell, argv, env));
    return yield* fail('su', `can't execute '${shell}': ${failed instanceof Errno ? failed.message : ''}`);
  },
);
