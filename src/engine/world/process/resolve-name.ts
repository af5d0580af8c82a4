import { ROOT } from '../files/file-system.ts';
import type { CallContext } from './kernel-core.ts';
import { readText } from './users.ts';

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/** An address as it is; else a name of /etc/hosts; else what Docker's DNS answers. */
export function resolveName(context: CallContext, name: string): readonly string[] {
  if (IPV4.test(name) || name.includes(':')) return [name];
  const { kernel, machine } = context;
  const wanted = name.toLowerCase().replace(/\.$/, '');
  const hosts = readText(kernel.files(machine), '/etc/hosts', ROOT);
  const addresses: string[] = [];
  for (const line of hosts.split('\n')) {
    const [address, ...names] = (line.split('#', 1)[0] as string).trim().split(/\s+/);
    if (address && names.some(each => each.toLowerCase() === wanted)) addresses.push(address);
  }
  if (addresses.length === 0 && wanted === 'localhost') addresses.push('127.0.0.1');
  if (addresses.length === 0) addresses.push(...kernel.world.network.resolve(machine.id, wanted));
  return addresses.sort((a, b) => Number(a.includes(':')) - Number(b.includes(':')));
}
