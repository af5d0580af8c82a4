import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { FileStatus, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { isDirectory, isSymlink } from './file-mode.ts';
import { parseMode } from './mode-text.ts';
import { command, fail, showUsage } from './options.ts';
import { complain } from './output.ts';
import { type Follow, walkTree } from './tree-walk.ts';
import { findGroup, findUser } from './users.ts';

const CHMOD = {
  letters: 'Rvcf',
  usage:
    'chmod [-Rcvf] MODE[,MODE]... FILE...\n\nMODE is octal number (bit pattern sstrwxrwxrwx) or [ugoa]{+|-|=}[rwxXst]\n',
};

/** `chmod -x file`: a mode that looks like an option. */
function protectMode(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex(
    (word, index) => index > 0 && /^-[rwxXstugoa,+=-]*$/.test(word) && !/^-[Rvcf]*$/.test(word),
  );
  return at < 0 ? argv : [...argv.slice(0, at), '--', ...argv.slice(at)];
}

const chmodProgram = command('chmod', CHMOD, function* (options) {
  const [text, ...paths] = options.operands;
  if (text === undefined || paths.length === 0) return yield* showUsage('chmod', CHMOD);
  const umask = yield* sys.umask();
  if (parseMode(text, 0, umask, false) === undefined) return yield* fail('chmod', `invalid mode '${text}'`);
  let status = 0;
  function* change(path: string): Sys<void> {
    const before = yield* outcome(sys.stat(path));
    const mode =
      before instanceof Errno ? 0 : (parseMode(text ?? '', before.mode, umask, isDirectory(before)) ?? 0);
    const failed = before instanceof Errno ? before : yield* outcome(sys.chmod(path, mode));
    if (failed instanceof Errno) {
      if (!options.has('f')) yield* complain(`chmod: ${path}: ${failed.message}`);
      status = 1;
    } else if (
      options.has('v') ||
      (options.has('c') && !(before instanceof Errno) && (before.mode & 0o7777) !== mode)
    ) {
      yield* sys.write(1, `mode of '${path}' changed to ${mode.toString(8).padStart(4, '0')}\n`);
    }
  }
  for (const path of paths) {
    if (!options.has('R')) yield* change(path);
    else {
      const changeFile = function* (each: string, found: FileStatus): Sys<void> {
        if (!isSymlink(found)) yield* change(each);
      };
      yield* changeTree('chmod', path, changeFile, () => (status = 1));
    }
  }
  return status;
});

export const chmod: typeof chmodProgram = context =>
  chmodProgram({ ...context, argv: protectMode(context.argv) });

function* changeTree(
  who: string,
  path: string,
  change: (path: string, status: FileStatus) => Sys<void>,
  failed: () => void,
  follow: Follow = 'nothing',
): Sys<void> {
  yield* walkTree(path, {
    follow,
    visit: change,
    *failed(each, error) {
      failed();
      yield* complain(`${who}: ${each}: ${error.message}`);
    },
  });
}

const CHOWN = {
  letters: 'RhLHPcvf',
  usage:
    'chown [-RhLHPcvf]... USER[:[GRP]] FILE...\n\nChange the owner and/or group of FILEs to USER and/or GRP\n',
};
const CHGRP = {
  letters: 'RhLHPcvf',
  usage: 'chgrp [-RhLHPcvf]... GROUP FILE...\n\nChange the group membership of FILEs to GROUP\n',
};

function* userId(who: string, text: string): Sys<number> {
  if (/^\d+$/.test(text)) return Number(text);
  return (yield* findUser(text))?.uid ?? (yield* fail(who, `unknown user ${text}`));
}

function* groupId(who: string, text: string): Sys<number> {
  if (/^\d+$/.test(text)) return Number(text);
  return (yield* findGroup(text))?.gid ?? (yield* fail(who, `unknown group ${text}`));
}

/** -1 where the user or group stays. `user:` takes the user's own group. */
function* parseOwner(who: string, text: string): Sys<{ uid: number; gid: number }> {
  const match = /^([^:.]*)(?:[:.](.*))?$/.exec(text);
  const user = match?.[1] ?? text;
  const group = match?.[2];
  if (group !== undefined && group !== '') {
    const known =
      (user === '' || /^\d+$/.test(user) || (yield* findUser(user))) &&
      (/^\d+$/.test(group) || (yield* findGroup(group)));
    if (!known) return yield* fail(who, `unknown user/group ${text}`);
  }
  const uid = user === '' ? -1 : yield* userId(who, user);
  if (group === undefined) return { uid, gid: -1 };
  if (group !== '') return { uid, gid: yield* groupId(who, group) };
  return { uid, gid: uid < 0 ? -1 : ((yield* findUser(uid))?.gid ?? -1) };
}

function* changeOwner(
  who: string,
  paths: readonly string[],
  owner: { uid: number; gid: number },
  options: { has(letter: string): boolean },
): Sys<number> {
  let status = 0;
  const follow: Follow = options.has('L') ? 'links' : options.has('H') ? 'arguments' : 'nothing';
  // As busybox has it: a tree's links are changed themselves, unless some of them are followed.
  const ofLink = options.has('h') || (options.has('R') && follow === 'nothing');
  function* change(path: string): Sys<void> {
    const failed = yield* outcome(sys.chown(path, owner.uid, owner.gid, !ofLink));
    if (!(failed instanceof Errno)) return;
    if (!options.has('f')) yield* complain(`${who}: ${path}: ${failed.message}`);
    status = 1;
  }
  for (const path of paths) {
    if (!options.has('R')) yield* change(path);
    else yield* changeTree(who, path, change, () => (status = 1), follow);
  }
  return status;
}

export const chown = command('chown', CHOWN, function* (options) {
  const [text, ...paths] = options.operands;
  if (text === undefined || paths.length === 0) return yield* showUsage('chown', CHOWN);
  return yield* changeOwner('chown', paths, yield* parseOwner('chown', text), options);
});

export const chgrp = command('chgrp', CHGRP, function* (options) {
  const [text, ...paths] = options.operands;
  if (text === undefined || paths.length === 0) return yield* showUsage('chgrp', CHGRP);
  return yield* changeOwner('chgrp', paths, { uid: -1, gid: yield* groupId('chgrp', text) }, options);
});
