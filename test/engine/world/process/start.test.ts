import { describe, expect, test } from 'vitest';
import { DockerError } from '../../../../src/engine/errors.ts';
import { ROOT_INO } from '../../../../src/engine/world/files/file-tree.ts';
import type { ProcessSpec } from '../../../../src/engine/world/process/processes.ts';
import { sys } from '../../../../src/engine/world/process/sys.ts';
import type { ProgramContext, Running } from '../../../../src/engine/world/process/system-call.ts';
import { directory, file, settle, simulate } from './kernel-fixture.ts';

// All sentences and codes below are what dockerd 28.5.2 with runc 1.1.5 answered for the same request.

const RUN =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: ' +
  'runc create failed: unable to start container process: ';
const EXEC = 'OCI runtime exec failed: exec failed: unable to start container process: ';
const HINT =
  ': Are you trying to mount a directory onto a file (or vice-versa)? ' +
  'Check if the specified host path exists and is the expected type';

function world() {
  return simulate({
    programs: {
      *who({ env }: ProgramContext): Running {
        const { uid, gid, groups } = yield* sys.ids();
        const names = Object.entries(env).map(([name, value]) => `${name}=${value}`);
        yield* sys.write(1, `${uid}:${gid} ${groups} ${yield* sys.getcwd()} ${names.join(' ')}\n`);
        return 0;
      },
      *shown({ argv }: ProgramContext): Running {
        yield* sys.write(1, `${argv.join('|')}\n`);
        return 0;
      },
    },
    prepare(tree) {
      const opt = directory(tree, ROOT_INO, 'opt');
      file(tree, opt, 'text', 'echo hi\n', 0o755);
      file(tree, opt, 'empty', '', 0o755);
      file(tree, opt, 'torn', '\x7fELFxx', 0o755);
      file(tree, opt, 'lost', '#!/nosuch\n', 0o755);
      file(tree, opt, 'script', '#!/bin/shown a b\n', 0o755);
      file(tree, opt, 'foreign', `\x7fELF${'\0'.repeat(100)}`, 0o755);
    },
  });
}

function refusal(argv: readonly string[], spec: Partial<ProcessSpec> = {}, exec = false): [string, string] {
  const simulated = world();
  try {
    if (exec) {
      simulated.start('a', ['sleep', '1']);
      simulated.exec('a', 'x', argv, spec);
    } else simulated.start('a', argv, spec);
  } catch (error) {
    if (error instanceof DockerError) return [error.kind, error.message];
    throw error;
  }
  return ['', ''];
}

describe('runc refuses', () => {
  test.each([
    [['nosuch'], 'exec: "nosuch": executable file not found in $PATH'],
    [[''], 'exec: "": executable file not found in $PATH'],
    [['/nosuch'], 'exec: "/nosuch": stat /nosuch: no such file or directory'],
    [['./nosuch'], 'exec: "./nosuch": stat ./nosuch: no such file or directory'],
    [['/etc'], 'exec: "/etc": permission denied'],
    [['/etc/passwd'], 'exec: "/etc/passwd": permission denied'],
    [['/etc/passwd/x'], `exec: "/etc/passwd/x": stat /etc/passwd/x: not a directory${HINT}`],
  ])('%j', (argv, sentence) => {
    expect(refusal(argv)).toEqual(['invalidParameter', RUN + sentence]);
    expect(refusal(argv, {}, true)).toEqual(['invalidParameter', EXEC + sentence]);
  });

  test('a file of $PATH that is not executable is not found', () => {
    const sentence = 'exec: "passwd": executable file not found in $PATH';
    expect(refusal(['passwd'], { env: ['PATH=/etc'] })).toEqual(['invalidParameter', RUN + sentence]);
  });

  test('a working directory that is not there is made for a container, and refused for an exec', () => {
    expect(refusal(['who'], { cwd: '/a/b' })).toEqual(['', '']);
    expect(refusal(['who'], { cwd: '/a/b' }, true)).toEqual([
      'invalidParameter',
      `${EXEC}chdir to cwd ("/a/b") set in config.json failed: no such file or directory`,
    ]);
    expect(refusal(['who'], { cwd: '/etc/passwd' }, true)).toEqual([
      'invalidParameter',
      `${EXEC}chdir to cwd ("/etc/passwd") set in config.json failed: not a directory${HINT}`,
    ]);
  });

  test.each([
    ['nouser', 'unable to find user nouser: no matching entries in passwd file'],
    ['0:nogrp', 'unable to find group nogrp: no matching entries in group file'],
    ['-1', 'uids and gids must be in range 0-2147483647'],
    ['99999999999', 'uids and gids must be in range 0-2147483647'],
  ])('the user %s', (user, sentence) => {
    expect(refusal(['who'], { user })).toEqual(['system', sentence]);
  });
});

describe('what only execve finds out is said on stderr, with exit code 1', () => {
  test.each([
    ['/opt/text', 'exec /opt/text: exec format error\n'],
    ['/opt/empty', 'exec /opt/empty: exec format error\n'],
    ['/opt/torn', 'exec /opt/torn: exec format error\n'],
    ['/opt/lost', 'exec /opt/lost: no such file or directory\n'],
  ])('%s', (path, message) => {
    const simulated = world();
    simulated.start('a', [path]);
    settle(simulated);
    expect([simulated.stderr('a'), simulated.ends.get('a')]).toEqual([message, 1]);
  });
});

test('a script runs by its interpreter', () => {
  const simulated = world();
  simulated.start('a', ['/opt/script', 'c', 'd']);
  settle(simulated);
  expect(simulated.stdout('a')).toBe('/bin/shown|a b|/opt/script|c|d\n');
});

test('an executable without a known program says so, and is counted', () => {
  const simulated = world();
  simulated.start('a', ['/opt/foreign']);
  settle(simulated);
  expect(simulated.stderr('a')).toBe(
    'dockless: there is no program for /opt/foreign: register one with engine.programs.addAtPath()\n',
  );
  expect(simulated.ends.get('a')).toBe(127);
  expect(simulated.engine.unsimulated()).toEqual({ '/opt/foreign: no program for this executable': 1 });
});

test.each([
  ['', '0:0 0,10 / PATH=/bin HOME=/root'],
  ['daemon', '1:1 1 / PATH=/bin HOME=/usr/sbin'],
  ['1000', '1000:0 0 / PATH=/bin HOME=/'],
  ['1000:99', '1000:99 99 / PATH=/bin HOME=/'],
  ['0:audio', '0:29 29 / PATH=/bin HOME=/root'],
])('the user "%s"', (user, shown) => {
  const simulated = world();
  simulated.start('a', ['who'], { user });
  settle(simulated);
  expect(simulated.stdout('a')).toBe(`${shown}\n`);
});

test('--group-add, the last of two variables, and an empty HOME', () => {
  const simulated = world();
  const env = ['PATH=/bin', 'HOME=', 'A=1', 'B=2', 'A=3'];
  simulated.start('a', ['who'], { env, groups: ['wheel', '77'], user: 'daemon', cwd: '/x/y' });
  settle(simulated);
  expect(simulated.stdout('a')).toBe('1:1 1,10,77 /x/y PATH=/bin HOME=/usr/sbin A=3 B=2\n');
});
