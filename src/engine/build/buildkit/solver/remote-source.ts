import { systemError } from '../../../errors.ts';
import { HOST_NAMESERVERS } from '../../../world/files/resolution-files.ts';
import type { ToldStep } from '../told-steps.ts';
import type { GitSource, HttpSource } from './operation.ts';

/** The simulated machine reaches nothing: what dockerd says where there is no network. */
export function refuseRemote({ kind, url }: HttpSource | GitSource, told: ToldStep): never {
  if (kind === 'http') throw systemError(`Get "${url}": ${dialProblem(hostOf(url))}`);
  const [remote = url] = url.split('#');
  const fatal = `fatal: unable to access '${remote}/': Could not resolve host: ${hostOf(url).name}\n`;
  told.log(2, new TextEncoder().encode(fatal));
  throw systemError(
    `error fetching default branch for repository ${remote}: git stderr:\n${fatal}: exit status 128`,
  );
}

function hostOf(url: string): { name: string; port: string } {
  const [, scheme = '', host = ''] = /^([a-z]+):\/\/(?:[^@/]*@)?([^/?#]*)/.exec(url) ?? [];
  const [, name = host, port = scheme === 'http' ? '80' : '443'] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  return { name, port };
}

function dialProblem({ name, port }: { name: string; port: string }): string {
  if (name !== 'localhost' && !name.startsWith('127.')) {
    return `dial tcp: lookup ${name} on ${HOST_NAMESERVERS[0]}:53: no such host`;
  }
  return `dial tcp ${name === 'localhost' ? '127.0.0.1' : name}:${port}: connect: connection refused`;
}
