import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findDockerCli } from '../clients/docker-cli/drive.ts';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const SESSIONS = join(import.meta.dirname, 'sessions');
/** A recording answers the client that it was made with: another release asks for other things. */
const RECORDED_WITH = /^Docker version 28\.5\./;
const found = findDockerCli();
const cli = RECORDED_WITH.test(String(spawnSync(found ?? 'docker', ['--version']).stdout))
  ? found
  : undefined;
/** The `streams` session gives the CLI a terminal by it. */
const hasScript = spawnSync('script', ['--version']).status === 0;
const config = mkdtempSync(join(tmpdir(), 'dockless-docker-config-'));
afterAll(() => rmSync(config, { recursive: true }));

const env = {
  ...process.env,
  PATH: `${dirname(cli ?? '/')}:${process.env.PATH}`,
  DOCKER_CONFIG: existsSync('/var/cache/live-dockerd/config') ? '/var/cache/live-dockerd/config' : config,
};

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function dockless(args: readonly string[], name: string): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...env, NAME: name } });
  const ended = { stdout: '', stderr: '' };
  child.stdout.on('data', data => {
    ended.stdout += data;
  });
  child.stderr.on('data', data => {
    ended.stderr += data;
  });
  return new Promise(resolve => child.on('close', code => resolve({ code, ...ended })));
}

function replayed(session: string, mode: string, name: string): Promise<Ended> {
  const script = join(SESSIONS, `${session}.sh`);
  return dockless(['replay', join(SESSIONS, session), '--mode', mode, '--', 'sh', script], name);
}

function recordedOutput(session: string): string {
  return readFileSync(join(SESSIONS, session, 'stdout.txt'), 'utf8');
}

describe.skipIf(cli === undefined)(
  'the docker CLI on recordings (skipped where there is no CLI 28.5)',
  () => {
    for (const [session, mode] of [
      ['tour', 'strict'],
      ['together', 'loose'],
      ...(hasScript ? ([['streams', 'strict']] as const) : []),
    ] as const) {
      test(`${session} gets the recorded output`, { timeout: 60_000 }, async () => {
        const stdout = recordedOutput(session);
        expect(await replayed(session, mode, 'session')).toEqual({ code: 0, stdout, stderr: '' });
      });
    }

    const buildx = spawnSync(cli ?? 'docker', ['buildx', 'version'], { env }).status === 0;
    for (const [session, mode, name] of [
      ['build', 'strict', 'session'],
      ['build', 'loose', 'another-name'],
      ['builds', 'strict', 'another-name'],
      ['builds', 'loose', 'session'],
    ] as const) {
      test.skipIf(!buildx)(`${session} with BuildKit as ${name}, ${mode}`, { timeout: 60_000 }, async () => {
        const stdout = recordedOutput(session).replaceAll('session-', `${name}-`);
        expect(await replayed(session, mode, name)).toEqual({ code: 0, stdout, stderr: '' });
      });
    }

    test.skipIf(!buildx)(
      'a build of something else is told, with what differs',
      { timeout: 60_000 },
      async () => {
        const context = mkdtempSync(join(config, 'context-'));
        const build = ['build', '-q', '-t', 'session-image', '--build-arg', 'WHO=me', context];
        const { code, stderr } = await dockless(
          ['replay', join(SESSIONS, 'build'), '--', cli as string, ...build],
          'session',
        );
        expect(code).toBe(1);
        expect(stderr).toContain(
          'has no answer for POST /moby.buildkit.v1.Control/Solve: the nearest is #9 POST /moby.buildkit.v1.Control/Solve, ' +
            'which differs at body 7.build-arg:WHO (recorded absent, now "me")',
        );
      },
    );

    test('a client that makes up other names gets the same output with these', {
      timeout: 60_000,
    }, async () => {
      const { stdout, stderr } = await replayed('tour', 'strict', 'quite-another-name');
      expect(stdout).toBe(
        recordedOutput('tour').replaceAll(/(?<=^|\/| )session(?=\b)/gm, 'quite-another-name'),
      );
      expect(stderr).toBe('');
    });

    test('a miss names the nearest frame and what differs', { timeout: 60_000 }, async () => {
      const docker = cli as string;
      const run = ['--', docker, 'run', '-d', '--name', 'session', '--label', 'run=session', '-m', '5m'];
      const command = ['busybox', 'sh', '-c', 'echo up; sleep 1000'];
      const { code, stderr } = await dockless(['replay', join(SESSIONS, 'tour'), ...run, ...command], 'x');
      expect(code).toBe(125);
      expect(stderr).toContain(
        'has no answer for POST /v1.51/containers/create?name=session: the nearest is #2 POST ' +
          '/v1.51/containers/create?name=session, which differs at body HostConfig.Memory (recorded 0, now 5242880)',
      );
      expect(stderr).toContain(
        '\ndockless: never asked for: #2 POST /v1.51/containers/create?name=session, #3',
      );
    });
  },
);
