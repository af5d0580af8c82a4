import type { ContainerConfig } from '../../../engine/containers/config.ts';
import type { HostConfig, PortMap } from '../../../engine/containers/host-config.ts';
import { splitPort } from '../../../engine/containers/port.ts';
import { bool, type Infer, int64, map, slice, string, struct } from '../../../support/go-json/schema.ts';
import { LegacyError } from './legacy-error.ts';

/** Config as the daemons of 2013 had it: what now is a host configuration stands in it too (container.go). */
export const legacyConfigSchema = struct('docker.Config', {
  Hostname: string,
  User: string,
  Memory: int64,
  MemorySwap: int64,
  CpuShares: int64,
  AttachStdin: bool,
  AttachStdout: bool,
  AttachStderr: bool,
  PortSpecs: slice(string),
  Tty: bool,
  OpenStdin: bool,
  StdinOnce: bool,
  Env: slice(string),
  Cmd: slice(string),
  Dns: slice(string),
  Image: string,
  Volumes: map(struct('struct {}', {})),
  VolumesFrom: string,
  WorkingDir: string,
  Entrypoint: slice(string),
  NetworkDisabled: bool,
  Privileged: bool,
});

export type LegacyConfig = Infer<typeof legacyConfigSchema>;

/** What a release did not know yet is not there, in requests and in answers. */
const since: Readonly<Record<string, number>> = {
  WorkingDir: 1.4,
  Entrypoint: 1.3,
  NetworkDisabled: 1.4,
  Privileged: 1.4,
};

const knownTo = (form: number) => (field: string) => form >= (since[field] ?? 1.0);

/** In today's two parts. */
export function upgradeConfig(
  given: LegacyConfig,
  form: number,
): { readonly config: Partial<ContainerConfig>; readonly hostConfig: Partial<HostConfig> } {
  const isKnown = knownTo(form);
  const { PortBindings, ExposedPorts } = publish(given.PortSpecs ?? [], form);
  const { Hostname, User, AttachStdin, AttachStdout, AttachStderr, Tty, OpenStdin, StdinOnce } = given;
  return {
    config: {
      ...{ Hostname, User, AttachStdin, AttachStdout, AttachStderr, Tty, OpenStdin, StdinOnce },
      Env: given.Env,
      Cmd: given.Cmd,
      Image: given.Image,
      Volumes: given.Volumes as Record<string, object> | null,
      ExposedPorts,
      ...(isKnown('WorkingDir') && { WorkingDir: given.WorkingDir }),
      ...(isKnown('Entrypoint') && { Entrypoint: given.Entrypoint }),
      ...(isKnown('NetworkDisabled') && { NetworkDisabled: given.NetworkDisabled }),
    },
    hostConfig: {
      CpuShares: given.CpuShares,
      Dns: given.Dns ?? [],
      VolumesFrom: given.VolumesFrom === '' ? null : [given.VolumesFrom],
      PortBindings,
      ...(isKnown('Privileged') && { Privileged: given.Privileged }),
    },
  };
}

/** `80`, `:80` (the same port outside), since 0.4.1 `8080:80`, since 0.5.0 with `/udp` (network.go, parseNat). */
function publish(specs: readonly string[], form: number) {
  const PortBindings: PortMap = {};
  const ExposedPorts: Record<string, object> = {};
  for (const spec of specs) {
    const [, outside = '', colon = '', inside = '', protocol = 'tcp'] =
      /^(?:(\d*)(:))?(\d+)(?:\/(tcp|udp))?$/.exec(spec) ?? [];
    if (inside === '' || (form < 1.3 && spec.includes('/')) || (form < 1.2 && outside !== '')) {
      throw new LegacyError(`Invalid port: ${spec}`);
    }
    const key = `${inside}/${protocol}`;
    ExposedPorts[key] = {};
    PortBindings[key] = [{ HostIp: '', HostPort: colon !== '' && outside === '' ? inside : outside }];
  }
  return { PortBindings, ExposedPorts };
}

/** Config of a container, or of an image where there is no host configuration. Fields in that order. */
export function configView(
  config: Partial<ContainerConfig>,
  hostConfig: Partial<HostConfig>,
  form: number,
): object {
  const all: Record<string, unknown> = {
    Hostname: config.Hostname ?? '',
    User: config.User ?? '',
    Memory: hostConfig.Memory ?? 0,
    MemorySwap: hostConfig.MemorySwap ?? 0,
    CpuShares: hostConfig.CpuShares ?? 0,
    AttachStdin: config.AttachStdin ?? false,
    AttachStdout: config.AttachStdout ?? false,
    AttachStderr: config.AttachStderr ?? false,
    PortSpecs: portSpecs(hostConfig.PortBindings ?? {}),
    Tty: config.Tty ?? false,
    OpenStdin: config.OpenStdin ?? false,
    StdinOnce: config.StdinOnce ?? false,
    Env: config.Env ?? null,
    Cmd: config.Cmd ?? null,
    Dns: hostConfig.Dns?.length ? hostConfig.Dns : null,
    Image: config.Image ?? '',
    Volumes: config.Volumes ?? null,
    VolumesFrom: hostConfig.VolumesFrom?.[0] ?? '',
    WorkingDir: config.WorkingDir ?? '',
    Entrypoint: config.Entrypoint ?? null,
    NetworkDisabled: config.NetworkDisabled ?? false,
    Privileged: hostConfig.Privileged ?? false,
  };
  return Object.fromEntries(Object.entries(all).filter(([field]) => knownTo(form)(field)));
}

function portSpecs(bindings: PortMap): string[] | null {
  const specs = Object.entries(bindings).map(([key, list]) => {
    const { port, protocol } = splitPort(key);
    const outside = list?.[0]?.HostPort ?? '';
    return `${outside === '' ? '' : `${outside}:`}${port}${protocol === 'udp' ? '/udp' : ''}`;
  });
  return specs.length === 0 ? null : specs;
}
