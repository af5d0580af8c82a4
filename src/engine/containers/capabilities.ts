import { invalidParameter } from '../errors.ts';
import type { SecuritySpec } from '../world/process/processes.ts';
import type { HostConfig } from './host-config.ts';

/** Linux's capabilities, in the kernel's order. */
const CAPABILITIES: readonly string[] = `
  CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
  NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN
  SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE
  MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE
`
  .trim()
  .split(/\s+/)
  .map(name => `CAP_${name}`);

/** What Docker leaves a container (moby oci/caps/defaults.go). */
const DEFAULTS =
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE'
    .split(' ')
    .map(name => `CAP_${name}`);

function fullName(given: string): string {
  const upper = given.toUpperCase();
  return upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
}

/** `--privileged`, `--cap-add`, `--cap-drop` and `--security-opt` together (moby oci/caps/utils.go, TweakCapabilities). */
export function securityOf({ Privileged, CapAdd, CapDrop, SecurityOpt }: HostConfig): SecuritySpec {
  const options = (SecurityOpt ?? []).map(option => option.replace(':', '='));
  const added = (CapAdd ?? []).map(fullName);
  const dropped = (CapDrop ?? []).map(fullName);
  let allowed: readonly string[];
  if (Privileged) allowed = CAPABILITIES;
  else if (dropped.includes('CAP_ALL')) allowed = added.includes('CAP_ALL') ? CAPABILITIES : added;
  else {
    const most = added.includes('CAP_ALL') ? CAPABILITIES : [...DEFAULTS, ...added];
    allowed = most.filter(name => !dropped.includes(name));
  }
  return {
    capabilities: CAPABILITIES.reduce(
      (mask, name, bit) => mask | (allowed.includes(name) ? 1n << BigInt(bit) : 0n),
      0n,
    ),
    noNewPrivileges: options.some(option => /^no-new-privileges(=true)?$/.test(option)),
    seccomp: !Privileged && !options.includes('seccomp=unconfined'),
  };
}

/** `NET_ADMIN`, `cap_net_admin` and `ALL` are all fine (moby oci/caps/utils.go). */
export function requireKnownCapabilities(names: readonly string[], field: 'CapAdd' | 'CapDrop'): void {
  for (const given of names) {
    const name = fullName(given);
    if (name !== 'CAP_ALL' && !CAPABILITIES.includes(name)) {
      throw invalidParameter(`invalid ${field}: unknown capability: "${name}"`);
    }
  }
}
