import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDockerCli } from '../docker-cli/drive.ts';

/** One build of the stock CLI with BuildKit, first of a real dockerd (`record.ts`), then of dockless. */
export interface Scenario {
  readonly files: Readonly<Record<string, string>>;
  /** Command lines of docker, run in the files' folder one after the other. */
  readonly run: readonly string[];
}

export interface Outcome {
  readonly run: string;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const build = 'build --progress=plain';
const stages =
  'FROM busybox AS one\nRUN echo 1 > /one\nFROM busybox AS unused\nRUN exit 5\nFROM busybox\n' +
  'COPY --from=one /one /two\nRUN cat /two\nCMD ["cat", "/two"]\n';

export const scenarios: Readonly<Record<string, Scenario>> = {
  'the build cache': {
    files: {
      Dockerfile: 'FROM busybox AS a\nRUN echo a > /a\nFROM busybox\nCOPY --from=a /a /b\nCOPY ok /ok\n',
      ok: 'ok\n',
    },
    run: [
      'builder prune -af',
      `${build} -t cached .`,
      'buildx du',
      'buildx du --filter type=regular',
      'buildx du --verbose --filter type=source.local',
      'builder prune -f',
      'buildx du',
      'builder prune -af',
      'buildx du',
    ],
  },
  'copy and run': {
    files: {
      Dockerfile:
        'FROM busybox AS base\nARG X=1\nENV Y=$X\nCOPY hello.txt /hello.txt\n' +
        'RUN echo building && cat /hello.txt\nWORKDIR /app\nCMD ["sh", "-c", "pwd; cat /hello.txt; echo $Y"]\n',
      'hello.txt': 'hello\n',
      'left-out.txt': 'not sent\n',
      '.dockerignore': 'left-out.txt\n',
    },
    run: [`${build} -t build-ctx:1 .`, 'run --rm build-ctx:1'],
  },
  'stages, of which one is not needed': {
    files: { Dockerfile: stages },
    run: [`${build} -t two .`, 'run --rm two', `${build} -t two .`, `${build} --target one .`],
  },
  'no such Dockerfile': { files: { 'a.txt': '' }, run: [`${build} .`, `${build} -f other .`] },
  'no such target': { files: { Dockerfile: stages }, run: [`${build} --target four .`] },
  'a command that fails': {
    files: { Dockerfile: 'FROM busybox\nRUN echo one && \\\n  exit 5\nRUN true\n' },
    run: [`${build} .`],
  },
  'a file that is missing': {
    files: { Dockerfile: 'FROM busybox AS a\n\nFROM busybox\nCOPY missing /\nRUN true\n' },
    run: [`${build} .`],
  },
  'what cannot be parsed': {
    files: { Dockerfile: 'FROM busybox\nRUM true\n', other: 'FROM b AS a\nCOPY --from=a /x /y\n' },
    run: [`${build} .`, `${build} -f other .`],
  },
  'what the linter says': {
    files: { Dockerfile: 'FROM busybox AS Base\nMAINTAINER me\nENV A $B\nCMD echo a\n' },
    run: [`${build} .`, `${build} --build-arg BUILDKIT_DOCKERFILE_CHECK=skip=all .`],
  },
  'what is asked of a Dockerfile in place of a build': {
    files: {
      Dockerfile:
        'FROM busybox AS Base\nMAINTAINER me\nENV A $B\nCMD echo a\n\n# unused is not needed\nFROM busybox AS unused\nCMD echo b\n\nFROM base\n',
      ok: 'FROM busybox\n',
      bad: 'FROM busybox\nRUM x\n',
    },
    run: ['build --check .', 'build --check -f ok .', 'build --check -f bad .', 'build --call=targets .'],
  },
  exporters: {
    files: {
      Dockerfile:
        'FROM busybox AS made\nRUN mkdir -p /out/d && echo hi > /out/f && ln -s f /out/l && ln /out/f /out/h && ' +
        'chmod 4755 /out/f && chown 7:8 /out/d && echo x > /out/d/x\nFROM scratch\nCOPY --from=made /out /\n',
    },
    run: [
      `${build} -o type=local,dest=out .`,
      `${build} -o type=tar,dest=out.tar .`,
      `${build} -o type=oci,dest=out.oci .`,
      `${build} -o type=nosuch .`,
      `${build} --push -t localhost:5999/nobody/listens .`,
    ],
  },
  'secrets and agents': {
    files: {
      Dockerfile:
        'FROM busybox\nRUN --mount=type=secret,id=a cat /run/secrets/a\nRUN --mount=type=secret,id=b,env=B echo "[$B]"\n' +
        'RUN --mount=type=ssh echo $SSH_AUTH_SOCK\nRUN --mount=type=secret,id=a,required=true true\n',
      'secret.txt': 'not to be known\n',
    },
    run: [`${build} --secret id=a,src=secret.txt .`, `${build} --no-cache .`],
  },
  'documents, modes and mounts': {
    files: {
      Dockerfile:
        'FROM busybox AS base\nARG WHO=you\nCOPY --chmod=755 <<EOF /hello.sh\n#!/bin/sh\necho hello $WHO\nEOF\n' +
        'RUN --mount=type=cache,target=/cache echo kept > /cache/x && /hello.sh > /out\n' +
        'FROM busybox\nCOPY --from=base --chown=nobody /out /out\nRUN --mount=from=base,target=/b cat /b/hello.sh\n' +
        'CMD ["sh", "-c", "cat /out; stat -c %U /out"]\n',
    },
    run: [
      `${build} -t documents .`,
      'run --rm documents',
      `${build} -t documents --build-arg WHO=me .`,
      'run --rm documents',
      'images -a --format {{.Repository}}:{{.Tag}} --filter reference=documents',
      'ps -a --format {{.Names}}',
    ],
  },
  bake: {
    files: {
      Dockerfile: 'FROM busybox\nRUN echo baked > /baked\nCMD ["cat", "/baked"]\n',
      'docker-bake.hcl': 'target "default" {\n  context = "."\n  tags = ["baked"]\n}\n',
    },
    run: ['buildx bake --progress=plain', 'run --rm baked'],
  },
  compose: {
    files: {
      Dockerfile: 'FROM busybox\nRUN echo composed > /composed\nCMD ["cat", "/composed"]\n',
      'compose.yaml': 'name: built\nservices:\n  web:\n    build: .\n',
    },
    run: ['compose --progress=plain build', 'run --rm built-web'],
  },
};

const PLUGIN_DIRS = ['/var/cache/live-dockerd/root/usr/libexec/docker/cli-plugins'];

/** Runs docker as a user would who has buildx; undefined where there is none. */
export function findBuildx(): Buildx | undefined {
  const cli = findDockerCli();
  if (cli === undefined) return undefined;
  const config = mkdtempSync(join(tmpdir(), 'dockless-buildx-'));
  const cliPluginsExtraDirs = PLUGIN_DIRS.filter(existsSync);
  writeFileSync(join(config, 'config.json'), JSON.stringify({ cliPluginsExtraDirs }));
  const env = { PATH: process.env.PATH, HOME: config, DOCKER_CONFIG: config };
  const has = (plugin: string) => spawnSync(cli, [plugin, 'version'], { env }).status === 0;
  return has('buildx') ? { cli, env, hasCompose: has('compose') } : undefined;
}

export interface Buildx {
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
  readonly hasCompose: boolean;
}

export async function playBuild(buildx: Buildx, host: string, scenario: Scenario): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dockless-build-'));
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(scenario.files)) writeFileSync(join(folder, name), text);
  const outcomes: Outcome[] = [];
  for (const run of scenario.run) outcomes.push(await runDocker(buildx, host, folder, run));
  rmSync(folder, { recursive: true });
  return outcomes;
}

async function runDocker({ cli, env }: Buildx, host: string, cwd: string, run: string): Promise<Outcome> {
  const child = spawn(cli, run.split(' '), { cwd, env: { ...env, DOCKER_HOST: host } });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', chunk => {
      text[name] += chunk;
    });
  }
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  return { run, code, stdout: plain(text.stdout), stderr: plain(text.stderr) };
}

/** Warnings come as they are found, by several who look: before a step is done, or behind it. Rows go by chance ids. */
function inOrder(lines: readonly string[]): string[] {
  const isUnordered = (line: string) => /^( - |WARN: |<id>|DONE$)/.test(line);
  return [...lines.filter(line => !isUnordered(line)), ...lines.filter(isUnordered).sort()];
}

/** Ids, times and what runs at the same time made plain: a step's lines stand together, in the order of their names. */
function plain(text: string): string {
  const steps = new Map<string, string[]>();
  const rest: string[] = [];
  const named = text
    .replaceAll('\u001b[0m', '')
    .replaceAll('\u001b[33m', '')
    .replace(/\b[0-9a-f]{64}\b/g, '<digest>')
    .replace(/\bref [0-9a-f-]{36}::[0-9a-z]{25}/g, 'ref <ref>')
    .replace(/\b[0-9a-z]{25}\b/g, '<id>')
    .replace(/^(ID: {11}.*|Created at: .*|Last used: .*|Total:.*)$/gm, '')
    .replace(/[\t ]+(Less than a second|About a minute|\d+ \w+) ago/g, ' <ago>')
    .replace(/^<id>.*$/gm, row => row.replace(/\s+/g, ' '))
    .replace(/^\d+\.\d{3} /gm, '<time> ');
  for (const line of named.split('\n')) {
    const [, number, told] = /^#(\d+) (.*)$/.exec(line) ?? [];
    if (number === undefined || told === undefined) {
      if (line !== '') rest.push(line);
      continue;
    }
    const shown = told.replace(/^\d+\.\d{3} /, '<time> ').replace(/ \d+\.\d+s( done)?$/, '$1');
    const lines = steps.get(number) ?? [];
    // How often the CLI shows what has come so far is chance.
    if (!lines.includes(shown) && !/^transferring \w+:$/.test(shown)) lines.push(shown);
    steps.set(number, lines);
  }
  // Whether a base image was unpacked before is the machine's.
  const ofSteps = [...steps.values()].map(lines =>
    inOrder(lines)
      .filter(line => !lines.includes(`${line} done`))
      .join('\n')
      .replace(/(FROM .*\n)(?:DONE|CACHED)$/, '$1'),
  );
  return [...ofSteps.sort(), ...inOrder(rest)].join('\n');
}
