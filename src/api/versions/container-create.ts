import { endpointSettingsSchema } from '../../engine/containers/endpoint-schema.ts';
import { hostConfigSchema } from '../../engine/containers/host-config-schema.ts';
import { ENDPOINT_SYSCTLS } from '../../engine/containers/validate-request.ts';
import { invalidParameter, systemError } from '../../engine/errors.ts';
import { zeroOf } from '../../support/go-json/zero.ts';
import { goQuote } from '../../support/go-strconv.ts';
import type { Change } from './change.ts';
import { isUserDefined, neededVersion } from './container.ts';

// biome-ignore lint/suspicious/noExplicitAny: the decoded body of POST /containers/create
type Body = any;

/** moby api/server/router/container/container_routes.go, postContainersCreate, in its order. */
export const containerCreateChanges: readonly Change[] = [
  change('1.25', body => {
    hostConfigOf(body).AutoRemove = false;
  }),
  change('1.40', body => {
    const hostConfig = hostConfigOf(body);
    for (const { BindOptions } of mountsOf(body)) if (BindOptions) BindOptions.NonRecursive = false;
    hostConfig.KernelMemoryTCP = 0;
    if (hostConfig.IpcMode === '') hostConfig.IpcMode = 'shareable';
  }),
  change('1.41', body => {
    const hostConfig = hostConfigOf(body);
    // The machine has version 1 of cgroups (engine/system/persona.ts).
    if (hostConfig.CgroupnsMode === '') hostConfig.CgroupnsMode = 'host';
  }),
  { before: '1.41', operations: ['ContainerCreate'], ignoredQuery: ['platform'] },
  change('1.42', body => {
    for (const mount of mountsOf(body)) {
      if (mount.BindOptions && mount.Type !== 'bind') {
        throw invalidParameter(
          `invalid mount config for type "${mount.Type}": field BindOptions must not be specified`,
        );
      }
      if (mount.BindOptions) mount.BindOptions.CreateMountpoint = false;
      if (mount.Type !== 'volume') mount.VolumeOptions = null;
      if (mount.Type !== 'tmpfs') mount.TmpfsOptions = null;
    }
    hostConfigOf(body).ConsoleSize = [0, 0];
  }),
  {
    from: '1.42',
    operations: ['ContainerCreate'],
    request: body => {
      if (body.HostConfig) body.HostConfig.KernelMemory = 0;
    },
  },
  change('1.43', body => {
    hostConfigOf(body).Annotations = null;
  }),
  change('1.44', body => {
    if (body.Config?.Healthcheck) body.Config.Healthcheck.StartInterval = 0;
    for (const { Type, BindOptions } of mountsOf(body)) {
      if (Type === 'bind' && BindOptions?.ReadOnlyForceRecursive) {
        throw neededVersion('BindOptions.ReadOnlyForceRecursive', '1.44');
      }
    }
    const networks = Object.keys(body.NetworkingConfig?.EndpointsConfig ?? {});
    if (networks.length > 1) {
      throw invalidParameter(
        `Container cannot be created with multiple network endpoints: ${networks.join(', ')}`,
      );
    }
  }),
  change('1.45', body => {
    for (const { VolumeOptions } of mountsOf(body)) {
      if (VolumeOptions && VolumeOptions.Subpath !== '') throw neededVersion('VolumeOptions.Subpath', '1.45');
    }
  }),
  change('1.48', body => {
    for (const endpoint of endpointsOf(body)) endpoint.GwPriority = 0;
    for (const { Type } of mountsOf(body)) {
      if (Type === 'image') throw neededVersion('Mount type "Image"', '1.48');
    }
  }),
  change('1.44', moveMacAddress),
  change('1.44', body => migrateSysctls(body, Object.keys(endpointMapOf(body))[0])),
  {
    from: '1.44',
    before: '1.48',
    operations: ['ContainerCreate'],
    request: body => migrateSysctls(body, undefined),
  },
  change('1.44', body => {
    // Read-only mounts were not recursive, which shows where there are options to show it in.
    for (const { Type, ReadOnly, BindOptions } of mountsOf(body)) {
      if (Type === 'bind' && ReadOnly && BindOptions) BindOptions.ReadOnlyNonRecursive = true;
    }
  }),
  {
    before: '1.48',
    operations: ['ContainerCreate'],
    reply: ({ Warnings, ...created }: Body) => ({
      ...created,
      Warnings: Warnings.filter((warning: string) => !warning.includes('container-wide volume-driver')),
    }),
  },
];

function change(before: string, request: (body: Body) => void): Change {
  return { before, operations: ['ContainerCreate'], request };
}

/** The container-wide MAC address was the one that counted, without a warning. */
function moveMacAddress(body: Body): void {
  const mac = body.Config?.MacAddress ?? '';
  if (mac === '') {
    for (const endpoint of endpointsOf(body)) endpoint.MacAddress = '';
    return;
  }
  const network = networkOf(hostConfigOf(body));
  if (network !== 'bridge' && !isUserDefined(network)) {
    throw invalidParameter('conflicting options: mac-address and the network mode');
  }
  const endpoints = endpointMapOf(body);
  const name = Object.keys(endpoints)[0] ?? network;
  endpoints[name] = { ...(endpoints[name] ?? (zeroOf(endpointSettingsSchema) as object)), MacAddress: mac };
  body.Config.MacAddress = '';
}

const INTERFACE_SYSCTL = /^net\.([^.]*)\.([^.]*)\.(eth[^.]*)\.(.*)$/s;

/**
 * Sysctls of `eth0` went to the main network's endpoint (moby container_routes.go, handleSysctlBC).
 *
 * @param only the one endpoint that there can be, whatever the network mode says
 */
function migrateSysctls(body: Body, only: string | undefined): void {
  const hostConfig = hostConfigOf(body);
  const mode = networkOf(hostConfig);
  if (mode === 'host' || mode.startsWith('container:')) return;
  const moved: string[] = [];
  const settings: string[] = [];
  let name = only;
  for (const [sysctl, value] of Object.entries(hostConfig.Sysctls ?? {})) {
    const [matched, space, part, device, rest] = INTERFACE_SYSCTL.exec(sysctl) ?? [];
    if (matched === undefined) continue;
    name ??= endpointForMode(body, mode, sysctl);
    if (device !== 'eth0') {
      throw systemError(
        `unable to determine network endpoint for sysctl ${sysctl}, use driver option '${ENDPOINT_SYSCTLS}' to set per-interface sysctls`,
      );
    }
    moved.push(sysctl);
    settings.push(`net.${space}.${part}.IFNAME.${rest}=${value}`);
  }
  if (name === undefined || moved.length === 0) return;
  const option = settings.join(',');
  const endpoints = endpointMapOf(body);
  endpoints[name] ??= zeroOf(endpointSettingsSchema);
  const before = endpoints[name].DriverOpts?.[ENDPOINT_SYSCTLS];
  const whole = before === undefined ? option : `${option},${before}`;
  endpoints[name].DriverOpts = { ...endpoints[name].DriverOpts, [ENDPOINT_SYSCTLS]: whole };
  for (const sysctl of moved) delete hostConfig.Sysctls[sysctl];
  const quoted = `${goQuote(ENDPOINT_SYSCTLS)}:${goQuote(option)}`;
  body.Warnings = [`Migrated sysctl ${goQuote(moved.join(','))} to DriverOpts{${quoted}}.`];
}

function endpointForMode(body: Body, mode: string, sysctl: string): string {
  const names = Object.keys(endpointMapOf(body));
  if (names.length === 0 || names.includes(mode)) return mode;
  throw invalidParameter(
    `unable to find a network for sysctl ${sysctl}: HostConfig.NetworkMode must match the identity of a network in NetworkSettings.Networks`,
  );
}

function networkOf({ NetworkMode: mode }: Body): string {
  return mode === '' || mode === 'default' ? 'bridge' : mode;
}

function endpointMapOf(body: Body): Body {
  body.NetworkingConfig ??= { EndpointsConfig: null };
  body.NetworkingConfig.EndpointsConfig ??= {};
  return body.NetworkingConfig.EndpointsConfig;
}

function hostConfigOf(body: Body): Body {
  body.HostConfig ??= zeroOf(hostConfigSchema);
  return body.HostConfig;
}

const mountsOf = (body: Body): Body[] => body.HostConfig?.Mounts ?? [];

const endpointsOf = (body: Body): Body[] =>
  Object.values(body.NetworkingConfig?.EndpointsConfig ?? {}).filter(endpoint => endpoint !== null);
