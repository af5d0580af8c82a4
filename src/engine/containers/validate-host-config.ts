import { goQuote } from '../../support/go-strconv.ts';
import { parseIp } from '../../support/ip-address.ts';
import { invalidParameter } from '../errors.ts';
import { requireKnownCapabilities } from './capabilities.ts';
import type { HostConfig, PortMap, RestartPolicy } from './host-config.ts';
import { parsePort, parsePortRange, splitPort } from './port.ts';
import { type HostPathExists, validateMountSpec } from './validate-mount.ts';

/** Checks what is the same on every platform; gives warnings (moby daemon/container.go, validateHostConfig). */
export function validateHostConfig(hostConfig: HostConfig, warnings: string[], exists: HostPathExists): void {
  if (hostConfig.AutoRemove && !['', 'no'].includes(hostConfig.RestartPolicy.Name)) {
    throw invalidParameter("can't create 'AutoRemove' container with restart policy");
  }
  for (const mount of hostConfig.Mounts ?? []) {
    if (mount.Type === 'image') warnings.push('Image mount is an experimental feature');
    validateMountSpec(mount, exists);
  }
  for (const extraHost of hostConfig.ExtraHosts ?? []) validateExtraHost(extraHost);
  validatePortBindings(hostConfig.PortBindings ?? {});
  validateRestartPolicy(hostConfig.RestartPolicy);
  requireKnownCapabilities(hostConfig.CapAdd ?? [], 'CapAdd');
  requireKnownCapabilities(hostConfig.CapDrop ?? [], 'CapDrop');
  if ('' in (hostConfig.Annotations ?? {})) {
    throw invalidParameter('invalid Annotations: the empty string is not permitted as an annotation key');
  }
}

function validateExtraHost(entry: string): void {
  const colon = entry.indexOf(':');
  if (colon < 1) throw invalidParameter(`bad format for add-host: ${goQuote(entry)}`);
  const address = entry.slice(colon + 1);
  if (address === 'host-gateway' || parseIp(address.trim()) !== undefined) return;
  throw invalidParameter(`invalid IP address in add-host: ${goQuote(address)}`);
}

function validatePortBindings(bindings: PortMap): void {
  for (const key of Object.keys(bindings).sort()) {
    const { port } = splitPort(key);
    if (port !== '' && parsePort(port) === undefined) throw invalidPort(port);
    for (const { HostPort } of bindings[key] ?? []) {
      if (parsePortRange(splitPort(HostPort).port) === undefined) throw invalidPort(HostPort);
    }
  }
}

const invalidPort = (port: string) => invalidParameter(`invalid port specification: ${goQuote(port)}`);

function validateRestartPolicy({ Name, MaximumRetryCount }: RestartPolicy): void {
  const problem = restartPolicyProblem(Name, MaximumRetryCount);
  if (problem !== undefined) throw invalidParameter(`invalid restart policy: ${problem}`);
}

function restartPolicyProblem(name: string, retries: number): string | undefined {
  switch (name) {
    case 'always':
    case 'unless-stopped':
    case 'no':
      if (retries === 0) return undefined;
      return `maximum retry count can only be used with 'on-failure'${retries < 0 ? ' and cannot be negative' : ''}`;
    case 'on-failure':
      return retries < 0 ? 'maximum retry count cannot be negative' : undefined;
    case '':
      return undefined;
    default:
      return `unknown policy '${name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`;
  }
}
