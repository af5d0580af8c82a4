import type { Engine } from '../engine.ts';
import { invalidParameter, systemError, unauthorized } from '../errors.ts';
import { RegistryClient } from '../images/registry/registry-client.ts';

/** Docker Hub under each of the names that clients use for it (moby registry/config.go). */
const HUB = new Set(['', 'index.docker.io', 'docker.io', 'registry-1.docker.io']);

/**
 * POST /auth: whether a registry takes these credentials. The simulated world has one registry, Docker Hub, and
 * nobody's accounts: any name with any password is good, and that they were not checked is noted in
 * `engine.unsimulated()`. A registry in a container asks for none. Others cannot be reached, as on a machine without a
 * network.
 * @returns Docker's status line.
 */
export async function authenticate(
  engine: Engine,
  { username, password, serverAddress }: { username: string; password: string; serverAddress: string },
): Promise<string> {
  const host = serverAddress.replace(/^https?:\/\//, '').split('/')[0] ?? '';
  if (/^\[[^\]]*$/.test(host)) {
    throw invalidParameter(`unable to parse server address: parse "${serverAddress}": missing ']' in host`);
  }
  if (HUB.has(host)) {
    if (username === '' || password === '') {
      throw unauthorized(
        'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
      );
    }
    engine.noteUnsimulated('credentials (any name and password are good at Docker Hub)');
    return 'Login Succeeded';
  }
  if (/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host)) {
    (await RegistryClient.at(engine, host)).close();
    return 'Login Succeeded';
  }
  const name = host.replace(/:\d+$/, '');
  throw systemError(`Get "https://${host}/v2/": dial tcp: lookup ${name}: no such host`);
}
