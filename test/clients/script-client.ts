import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A client in another language: a script plays its flows at DOCKER_HOST and prints what each saw as one JSON object. */
export interface ScriptClient {
  /** The folder beside this file with the script and `recorded.json`. */
  readonly folder: string;
  readonly script: string;
  /** The system's own interpreter, since Debian's packages belong to it. */
  readonly interpreter: string;
  /** What it takes before the script. */
  readonly run?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Fails where the client is not installed. */
  readonly check: readonly string[];
}

export const scriptClients = {
  dockerPy: {
    folder: 'docker-py',
    script: 'flows.py',
    interpreter: '/usr/bin/python3',
    check: ['-c', 'import docker'],
  },
  rubyDockerApi: {
    folder: 'ruby-docker-api',
    script: 'flows.rb',
    interpreter: '/usr/bin/ruby',
    check: ['-e', 'require "docker"'],
  },
  goDockerclient: {
    folder: 'go-dockerclient',
    script: 'flows.go',
    interpreter: '/usr/bin/go',
    run: ['run'],
    // Debian's packages of Go are sources for programs without modules.
    env: { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(tmpdir(), 'dockless-go-cache') },
    check: ['list', 'github.com/fsouza/go-dockerclient'],
  },
} satisfies Record<string, ScriptClient>;

export type Seen = Record<string, unknown>;

export async function isInstalled({ interpreter, check, env }: ScriptClient): Promise<boolean> {
  return run(interpreter, [...check], { env: { ...process.env, ...env } }).then(
    () => true,
    () => false,
  );
}

export async function playFlows(
  { folder, script, interpreter, run: before = [], env }: ScriptClient,
  host: string,
): Promise<Seen> {
  const path = fileURLToPath(new URL(`${folder}/${script}`, import.meta.url));
  const { stdout } = await run(interpreter, [...before, path], {
    env: { PATH: process.env.PATH, ...env, DOCKER_HOST: host },
    timeout: 280_000, // Go compiles first
    maxBuffer: 1e8,
  });
  return JSON.parse(stdout);
}

export const recordingOf = ({ folder }: ScriptClient): URL =>
  new URL(`${folder}/recorded.json`, import.meta.url);

export function recordedFlows(client: ScriptClient): Seen {
  return JSON.parse(readFileSync(recordingOf(client), 'utf8'));
}
