import { invalidParameter } from '../errors.ts';
import type { HostConfig } from './host-config.ts';
import { isValidCgroupnsMode, isValidIpcMode, isValidPidMode, isValidUtsMode } from './modes.ts';
import { validateTmpfsDestination } from './validate-mount.ts';
import { validateResources } from './validate-resources.ts';

/** Checks what only Linux has, and names the runtime (moby daemon_unix.go, verifyPlatformContainerSettings). */
export function validatePlatform(hostConfig: HostConfig, isUpdate: boolean, warnings: string[]): void {
  validateResources(hostConfig, isUpdate, warnings);
  const problem = modeProblem(hostConfig);
  if (problem !== undefined) throw invalidParameter(problem);
  if (hostConfig.NetworkMode === 'host' && Object.keys(hostConfig.PortBindings ?? {}).length > 0) {
    warnings.push('Published ports are discarded when using host network mode');
  }
  hostConfig.Runtime ||= 'runc';
  if (!isPermissibleRuntime(hostConfig.Runtime)) {
    throw invalidParameter(`unknown or invalid runtime name: ${hostConfig.Runtime}`);
  }
  for (const destination of Object.keys(hostConfig.Tmpfs ?? {}).sort()) validateTmpfsDestination(destination);
  if (!isValidCgroupnsMode(hostConfig.CgroupnsMode)) {
    throw invalidParameter(`invalid cgroup namespace mode: ${hostConfig.CgroupnsMode}`);
  }
}

function modeProblem(hostConfig: HostConfig): string | undefined {
  const { IpcMode, PidMode, ShmSize, UTSMode, OomScoreAdj } = hostConfig;
  if (!isValidIpcMode(IpcMode)) return `invalid IPC mode: ${IpcMode}`;
  if (!isValidPidMode(PidMode)) return `invalid PID mode: ${PidMode}`;
  if (ShmSize < 0) return 'SHM size can not be less than 0';
  if (!isValidUtsMode(UTSMode)) return `invalid UTS mode: ${UTSMode}`;
  if (OomScoreAdj < -1000 || OomScoreAdj > 1000) {
    return `Invalid value ${OomScoreAdj}, range for oom score adj is [-1000, 1000]`;
  }
  return undefined;
}

/** Whether containerd would look for it: `prefix.name`, never a path (moby daemon/runtime_unix.go). */
function isPermissibleRuntime(name: string): boolean {
  return name === 'runc' || (!name.includes('/') && name.indexOf('.') > 0);
}
