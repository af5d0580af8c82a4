import { goQuote, parseGoBool } from '../../support/go-strconv.ts';
import { systemError } from '../errors.ts';

const FLAGS = ['no-new-privileges', 'writable-cgroups', 'disable'];
const KEYS = ['label', 'apparmor', 'seccomp', 'no-new-privileges', 'writable-cgroups'];
const BOOLEAN_KEYS = ['no-new-privileges', 'writable-cgroups'];

/** Checks HostConfig.SecurityOpt; its errors have no kind in moby (daemon_unix.go, parseSecurityOpt), hence 500. */
export function validateSecurityOptions(options: readonly string[]): void {
  for (const option of options) {
    if (FLAGS.includes(option)) continue;
    const separator = option.includes('=') ? '=' : ':';
    const [key = '', ...rest] = option.split(separator);
    if (rest.length === 0) throw systemError(`invalid --security-opt 1: ${goQuote(option)}`);
    const value = rest.join(separator);
    if (!KEYS.includes(key) || (BOOLEAN_KEYS.includes(key) && 'problem' in parseGoBool(value))) {
      throw systemError(`invalid --security-opt 2: ${goQuote(option)}`);
    }
  }
}

/** overlay2 limits a container's size on xfs with quotas only. */
export function refuseStorageOptions(options: Readonly<Record<string, string>> | null): void {
  for (const key of Object.keys(options ?? {})) {
    if (key.toLowerCase() !== 'size') throw systemError(`Unknown option ${key}`);
    throw systemError("--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
  }
}
