/** What docker compose is asked to do: a project of five services that wait for each other's health. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliDriver, type Outcome } from '../docker-cli/drive.ts';
import { type Session, type Step, split } from '../docker-cli/sessions.ts';

/** The plugin's binary, which runs on its own too; undefined where there is none. */
export function findCompose(): string | undefined {
  const folders = [
    '/var/cache/live-dockerd/root/usr/libexec/docker/cli-plugins',
    join(homedir(), '.docker/cli-plugins'),
    '/usr/local/lib/docker/cli-plugins',
    '/usr/local/libexec/docker/cli-plugins',
    '/usr/lib/docker/cli-plugins',
    '/usr/libexec/docker/cli-plugins',
  ];
  return folders.map(folder => join(folder, 'docker-compose')).find(path => existsSync(path));
}

/** The project's file. */
const file = (name: string) => ['-f', fileURLToPath(new URL(name, import.meta.url)), '-p', 'shop'];
const compose = (line: string, name = 'shop.yaml'): Step => ({
  run: ['--progress', 'plain', ...file(name), ...split(line)],
});

export const sessions: readonly Session[] = [
  {
    name: 'up, look, down',
    steps: [
      compose('config --services'),
      compose('up -d'),
      compose("ps --format '{{.Name}} {{.Service}} {{.State}} {{.Health}} {{.Ports}}'"),
      compose("ps -a --format '{{.Name}} {{.Image}} {{.State}} {{.ExitCode}}'"),
      compose('ps --services'),
      compose('ps -q db'),
      compose('port web 80'),
      compose('port web 81'),
      compose('logs --no-color db migrate api'),
      compose('logs --no-log-prefix --tail 1 api'),
      compose('top worker'),
      compose('up -d'),
      compose('ls'),
      compose('volumes -q'),
      compose('down -v'),
      compose('ps -a'),
      compose('down'),
    ],
  },
  {
    name: 'exec, run, cp',
    steps: [
      compose('up -d db migrate api'),
      compose('exec -T api cat /var/lib/data/state'),
      compose("exec -T db sh -c 'echo $PASSWORD; exit 5'"),
      compose('exec -T --index 1 -w /tmp -e A=1 db env'),
      compose('exec -T nosuch true'),
      compose('exec -T web true'),
      compose('exec -T api wget -q -O - http://database/'),
      compose('exec -T api ping -c 1 -q database'),
      compose("run --rm -T --no-deps worker sh -c 'echo from run; exit 6'"),
      compose('run --rm -T debug echo with profile'),
      compose(`cp ${fileURLToPath(new URL('shop.yaml', import.meta.url))} db:/tmp/copied`),
      compose('exec -T db head -n 1 /tmp/copied'),
      compose('down -v --timeout 1'),
    ],
  },
  {
    name: 'stop, start, restart, pause, kill, scale',
    steps: [
      compose('up -d --wait db'),
      compose('up -d'),
      compose('stop worker'),
      compose("ps -a worker --format '{{.Name}} {{.State}} {{.ExitCode}}'"),
      compose('start worker'),
      compose('restart -t 1 web'),
      compose('pause web'),
      compose("ps web --format '{{.Name}} {{.State}}'"),
      compose('unpause web'),
      compose('kill -s KILL web'),
      compose("ps -a web --format '{{.Name}} {{.State}} {{.ExitCode}}'"),
      compose('rm -f web'),
      compose('up -d --scale worker=1'),
      compose("ps --format '{{.Name}}'"),
      compose('wait migrate'),
      compose('down -v -t 1'),
    ],
  },
  {
    name: 'changes and profiles',
    steps: [
      compose('up -d'),
      compose('up -d', 'shop-changed.yaml'),
      compose("exec -T web sh -c 'echo $GREETING'", 'shop-changed.yaml'),
      compose('up -d --force-recreate --no-deps web', 'shop-changed.yaml'),
      compose('--profile debug up -d debug', 'shop-changed.yaml'),
      compose("ps --format '{{.Service}}'", 'shop-changed.yaml'),
      compose('up -d --no-such'),
      compose('--profile debug down -v -t 1', 'shop-changed.yaml'),
    ],
  },
  {
    name: 'in the foreground',
    steps: [
      {
        start: 'up',
        args: ['--progress', 'plain', ...file('shop.yaml'), 'up', '--no-color', 'db', 'api'],
        until: 'api up',
      },
      { pauseMs: 300 },
      { finish: 'up', interrupt: true },
      compose("ps -a --format '{{.Name}} {{.State}}'"),
      compose('down -v -t 1'),
    ],
  },
];

/** Where this checkout has the project. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** Plays a session. What runs at once prints in any order, so lines are sorted. */
export async function playCompose(binary: string, host: string, session: Session): Promise<Outcome[]> {
  const outcomes = await new CliDriver(binary, host).play(session);
  return outcomes.map(({ step, code, stdout, stderr }) => ({
    step: step.replace(/^.*? -p shop /, '').replaceAll(FOLDER, '<folder>/'),
    code,
    stdout: sortedLines(stdout),
    stderr: sortedLines(stderr),
  }));
}

function sortedLines(text: string): string {
  return text
    .replaceAll(FOLDER, '<folder>/')
    .replace(/shop-(worker|debug)-run-\w+/g, 'shop-$1-run-<id>')
    .replace(/^(worker {2}\d {2}root) {2}\d+ {2}\d+ {2}\d+ {2}\d\d:\d\d/gm, '$1  <pids>')
    .replace(/^.*00:00:00 {2}sleep 0\.2\n?/gm, '') // there or not, as it happens
    .replace(/\b172\.\d+\.0\.(\d+)/g, '<network>.$1') // networks are made at the same time
    .replace(/= [\d.]+\/[\d.]+\/[\d.]+ ms/g, '= <times>')
    .split('\n')
    .map(line => line.trimEnd())
    .sort()
    .join('\n');
}
