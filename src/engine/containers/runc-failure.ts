/**
 * The exit code that a failed start leaves, by what runc said (moby daemon/errors.go, setExitCodeFromError):
 * 126 where the program cannot be run, 127 where it is not there; undefined where the failure was not runc's.
 */
export function runcExitCode(message: string): number | undefined {
  if (!message.includes('OCI runtime')) return undefined;
  const text = message.toLowerCase();
  if (text.includes('permission denied') || text.includes('is a directory')) return 126;
  return missing.some(words => text.includes(words)) ? 127 : 128;
}

/** What the kernel makes of shares out of its range, in runc's words (opencontainers/cgroups fs/cpu.go). */
export function cpuSharesProblem(shares: bigint | number): string | undefined {
  if (Number(shares) === 1) return 'the minimum allowed cpu-shares is 2';
  const outOfRange = Number(shares) > 262_144 || Number(shares) < 0;
  return outOfRange ? 'the maximum allowed cpu-shares is 262144' : undefined;
}

const missing = ['not a directory', 'executable file not found', 'no such file or directory'];
