import { invalidParameter } from '../errors.ts';

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

/** `NET_ADMIN`, `cap_net_admin` and `ALL` are all fine (moby oci/caps/utils.go). */
export function requireKnownCapabilities(names: readonly string[], field: 'CapAdd' | 'CapDrop'): void {
  for (const given of names) {
    const upper = given.toUpperCase();
    const name = upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
    if (upper !== 'ALL' && !CAPABILITIES.includes(name)) {
      throw invalidParameter(`invalid ${field}: unknown capability: "${name}"`);
    }
  }
}
