/** Records the sessions beside this file against the daemon that DOCKER_HOST names, which must hold busybox. */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const here = import.meta.dirname;
for (const script of readdirSync(here).filter(name => name.endsWith('.sh'))) {
  const folder = join(here, basename(script, '.sh'));
  rmSync(folder, { recursive: true, force: true });
  const main = join(here, '../../../src/cli/main.ts');
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [main, 'record', '--to', folder, '--', 'sh', join(here, script)],
    { env: { ...process.env, NAME: 'session' }, encoding: 'utf8' },
  );
  writeFileSync(join(folder, 'stdout.txt'), stdout);
  process.stdout.write(`${script}: ${status}\n${stdout}${stderr}`);
}
