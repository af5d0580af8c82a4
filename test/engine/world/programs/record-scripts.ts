/*
 * Records what the real busybox answers to the scripts in scripts/*.sh (separated by lines of `---`), each in a clean
 * chroot: `sudo node test/engine/world/programs/record-scripts.ts [NAME...]`. Expected values come from here alone.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENT, FILES, type RecordedScript } from './run-script.ts';

const ROOT = '/tmp/dockless-record-root';
const SCRIPTS = join(import.meta.dirname, 'scripts');

function makeRoot(): void {
  rmSync(ROOT, { recursive: true, force: true });
  for (const directory of ['bin', 'etc', 'dev', 'tmp', 'root', 'sbin'])
    mkdirSync(join(ROOT, directory), { recursive: true });
  copyFileSync('/bin/busybox', join(ROOT, 'bin/busybox'));
  const names = spawnSync('/bin/busybox', ['--list'], { encoding: 'utf8' }).stdout.trim().split('\n');
  for (const name of names) if (name !== 'busybox') symlinkSync('busybox', join(ROOT, 'bin', name));
  for (const [path, content] of Object.entries(FILES)) writeFileSync(join(ROOT, path), content);
  spawnSync('mknod', ['-m', '666', join(ROOT, 'dev/null'), 'c', '1', '3']);
  spawnSync('mknod', ['-m', '666', join(ROOT, 'dev/zero'), 'c', '1', '5']);
  spawnSync('mknod', ['-m', '666', join(ROOT, 'dev/full'), 'c', '1', '7']);
}

function record(script: string): RecordedScript {
  makeRoot();
  const command = `cd /tmp; exec env -i ${ENVIRONMENT.join(' ')} sh -c "$0"`;
  const result = spawnSync('chroot', [ROOT, '/bin/busybox', 'sh', '-c', command, script], {
    input: '',
    timeout: 20_000,
  });
  return {
    script,
    stdout: result.stdout.toString('utf8'),
    stderr: result.stderr.toString('utf8'),
    exitCode: result.status ?? 128,
  };
}

const wanted = process.argv.slice(2);
for (const file of readdirSync(SCRIPTS).filter(name => name.endsWith('.sh'))) {
  const name = file.slice(0, -3);
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const scripts = readFileSync(join(SCRIPTS, file), 'utf8').replace(/\n$/, '').split('\n---\n');
  const recorded = scripts.map(record);
  writeFileSync(join(SCRIPTS, `${name}.json`), `${JSON.stringify(recorded, null, 2)}\n`);
  console.log(`${name}: ${recorded.length} scripts`);
}
