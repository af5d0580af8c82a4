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

const missing = ['not a directory', 'executable file not found', 'no such file or directory'];
