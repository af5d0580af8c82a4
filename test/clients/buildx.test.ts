import { spawn } from 'node:child_process';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTar } from '../../src/support/tar/tar-reader.ts';
import { findBuildx, type Outcome, playBuild, scenarios } from './buildx/scenarios.ts';
import { pullForTest } from './pull-for-test.ts';
import { serveForTest, type TestServer } from './serve-for-test.ts';

const recorded: Record<string, Outcome[]> = JSON.parse(
  readFileSync(new URL('buildx/recorded.json', import.meta.url), 'utf8'),
);
const buildx = findBuildx();

describe.skipIf(buildx === undefined)('docker build with BuildKit (skipped where there is no buildx)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await serveForTest();
    // The recording's daemon had it, and a build's own pull is no image of the daemon.
    await pullForTest(server.host.replace('unix://', ''), 'busybox');
  });
  afterAll(() => server.stop());

  for (const [name, scenario] of Object.entries(scenarios)) {
    test(name, { timeout: 60_000 }, async context => {
      if (buildx === undefined) return;
      context.skip(name === 'compose' && !buildx.hasCompose, 'there is no docker compose');
      expect(await playBuild(buildx, server.host, scenario)).toEqual(recorded[name]);
    });
  }

  test('exporters leave the files that those of dockerd 28.5.2 left', { timeout: 60_000 }, async () => {
    if (buildx === undefined) return;
    const folder = mkdtempSync(join(tmpdir(), 'dockless-exported-'));
    writeFileSync(join(folder, 'Dockerfile'), scenarios.exporters?.files.Dockerfile ?? '');
    const env = { ...buildx.env, DOCKER_HOST: server.host };
    const build = (dest: string) =>
      new Promise(resolve => spawn(buildx.cli, ['build', '-o', dest, folder], { env }).on('close', resolve));
    expect([await build(join(folder, 'out')), await build(`type=tar,dest=${folder}/out.tar`)]).toEqual([
      0, 0,
    ]);
    const at = (name: string) => lstatSync(join(folder, 'out', name));
    expect(readdirSync(join(folder, 'out'), { recursive: true }).sort()).toEqual(['d', 'd/x', 'f', 'h', 'l']);
    expect([at('f').mode & 0o7777, at('d').mode & 0o7777, at('d/x').mode & 0o7777]).toEqual([
      0o4755, 0o755, 0o644,
    ]);
    expect([at('h').ino, readlinkSync(join(folder, 'out/l'))]).toEqual([at('f').ino, 'f']);
    const archive = readTar(readFileSync(join(folder, 'out.tar')));
    const members = Array.from(archive, ({ name, type, mode, uid, linkName }) => [
      name,
      type,
      mode,
      uid,
      linkName,
    ]);
    expect(members).toEqual([
      ['d/', 'directory', 0o755, 7, ''],
      ['d/x', 'file', 0o644, 0, ''],
      ['f', 'file', 0o4755, 0, ''],
      ['h', 'link', 0o4755, 0, 'f'],
      ['l', 'symlink', 0o777, 0, 'f'],
    ]);
    rmSync(folder, { recursive: true });
  });
});
