import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
} satisfies Record<string, ScriptClient>;

export type Seen = Record<string, unknown>;

export async function isInstalled({ interpreter, check }: ScriptClient): Promise<boolean> {
  return run(interpreter, [...check]).then(
    () => true,
    () => false,
  );
}

export async function playFlows({ folder, script, interpreter }: ScriptClient, host: string): Promise<Seen> {
  const path = fileURLToPath(new URL(`${folder}/${script}`, import.meta.url));
  const { stdout } = await run(interpreter, [path], {
    env: { PATH: process.env.PATH, DOCKER_HOST: host },
    timeout: 90_000,
    maxBuffer: 1e8,
  });
  return JSON.parse(stdout);
}

export const recordingOf = ({ folder }: ScriptClient): URL =>
  new URL(`${folder}/recorded.json`, import.meta.url);

export function recordedFlows(client: ScriptClient): Seen {
  return JSON.parse(readFileSync(recordingOf(client), 'utf8'));
}
