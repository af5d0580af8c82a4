import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Daemon } from '../exchange/exchange.ts';
import { type LiveTls, live } from '../transport/live.ts';

/**
 * The real daemon that a command is about: at `target`, else where the docker CLI would find it. As for the CLI,
 * DOCKER_TLS_VERIFY asks for TLS on TCP, with the files of DOCKER_CERT_PATH.
 */
export async function liveTarget(target: string | undefined): Promise<Daemon> {
  const host = target ?? process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  const byTls = process.env.DOCKER_TLS_VERIFY && /^(tcp|https):/.test(host);
  return live(host, byTls ? { tls: await clientTls() } : {});
}

async function clientTls(): Promise<LiveTls> {
  const folder = process.env.DOCKER_CERT_PATH || join(homedir(), '.docker');
  const pem = async (name: string) => {
    const path = join(folder, name);
    return readFile(path, 'utf8').catch(() => {
      throw new Error(`cannot read ${path}, which DOCKER_TLS_VERIFY asks for: set DOCKER_CERT_PATH`);
    });
  };
  const [ca, cert, key] = await Promise.all([pem('ca.pem'), pem('cert.pem'), pem('key.pem')]);
  return { ca, cert, key };
}
