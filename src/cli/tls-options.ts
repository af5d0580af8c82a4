import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { ListenTls } from '../transport/listen.ts';

/** dockerd's own, for the `tcp://` hosts: whether they speak TLS, and with which PEM files. */
export interface TlsOptions {
  readonly tls?: boolean;
  readonly tlsverify?: boolean;
  readonly tlscacert?: string;
  readonly tlscert?: string;
  readonly tlskey?: string;
}

export function withTlsOptions(command: Command): Command {
  return command
    .option('--tls', 'speak TLS on tcp:// hosts; implied by --tlsverify')
    .option('--tlsverify', 'speak TLS, and serve only clients with a certificate that the CA signed')
    .option('--tlscacert <file>', 'trust certificates signed by this CA only (default: "~/.docker/ca.pem")')
    .option('--tlscert <file>', 'the TLS certificate (default: "~/.docker/cert.pem")')
    .option('--tlskey <file>', 'the TLS key (default: "~/.docker/key.pem")');
}

/** Undefined where no TLS was asked for. DOCKER_CERT_PATH names another folder for the files, as for dockerd. */
export async function readTls(options: TlsOptions): Promise<ListenTls | undefined> {
  if (!options.tls && !options.tlsverify) return undefined;
  const folder = process.env.DOCKER_CERT_PATH || join(homedir(), '.docker');
  const [key, cert] = await Promise.all([
    readPem(options.tlskey ?? join(folder, 'key.pem'), '--tlskey'),
    readPem(options.tlscert ?? join(folder, 'cert.pem'), '--tlscert'),
  ]);
  if (!options.tlsverify) return { key, cert };
  return { key, cert, ca: await readPem(options.tlscacert ?? join(folder, 'ca.pem'), '--tlscacert') };
}

async function readPem(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(
      `cannot read ${path}, a file that TLS needs: ${reasonOf(error)} (name it with ${option})`,
    );
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'no such file' : message;
}
