import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import Docker from 'dockerode';

const here = dirname(fileURLToPath(import.meta.url));
export const COMMAND = join(here, '../../dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'dockless-bench-'));

/** A daemon to measure, in a process of its own. */
export interface Target {
  readonly name: string;
  readonly socketPath: string;
  readonly docker: Docker;
  stop(): Promise<void>;
}

/** Starts `node ARGS` and resolves once it has written a line. */
export async function startChild(name: string, socketPath: string, args: string[]): Promise<Target> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', code => reject(new Error(`${name} ended with ${code} before it listened`)));
  });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { name, socketPath, docker: dockerAt(socketPath), stop };
}

/** dockerode with connections kept. It writes its options out in full for its log: the agent is made short there. */
function dockerAt(socketPath: string): Docker {
  const agent = Object.assign(new http.Agent({ keepAlive: true }), { [inspect.custom]: () => 'Agent' });
  return new Docker({ socketPath, agent, version: 'v1.51' } as Docker.DockerOptions);
}

export function startDockless(): Promise<Target> {
  const socketPath = join(folder, 'dockless.sock');
  return startChild('dockless', socketPath, [COMMAND, 'serve', '--host', `unix://${socketPath}`]);
}

export function startBare(): Promise<Target> {
  const socketPath = join(folder, 'bare.sock');
  return startChild('bare', socketPath, [join(here, 'bare-server.ts'), socketPath]);
}

/** The real daemon that DOCKER_HOST names; undefined where it names none on a unix socket. */
export function liveTarget(): Target | undefined {
  const host = process.env.DOCKER_HOST;
  if (!host?.startsWith('unix://')) return undefined;
  const socketPath = host.slice('unix://'.length);
  return { name: 'dockerd', socketPath, docker: dockerAt(socketPath), stop: async () => {} };
}

/** One plain request, whole. */
export function ask(
  { socketPath }: Target,
  method: string,
  path: string,
  body?: string | Buffer,
): Promise<{ status: number; type: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const request = http.request({ socketPath, method, path, headers }, async reply => {
      const chunks: Buffer[] = [];
      for await (const chunk of reply) chunks.push(chunk);
      const type = reply.headers['content-type'] ?? '';
      resolve({ status: reply.statusCode ?? 0, type, body: Buffer.concat(chunks) });
    });
    request.on('error', reject).end(body);
  });
}

/** Has the bare server answer a kind of request with the very bytes that `from` answers it with. */
export async function teach(bare: Target, from: Target, method: string, path: string, body?: string) {
  const answer = await ask(from, method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
  const query = new URLSearchParams({ method, path, status: String(answer.status), type: answer.type });
  await ask(bare, 'PUT', `/bench?${query}`, answer.body);
  return answer;
}
