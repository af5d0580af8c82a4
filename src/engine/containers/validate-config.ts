import { cleanPath, isAbsolutePath } from '../../support/posix-path.ts';
import { invalidParameter } from '../errors.ts';
import { parseSignal } from '../world/process/parse-signal.ts';
import type { ContainerConfig, HealthConfig } from './config.ts';

/** Shorter health check times are taken for a mistaken unit: 1 ms. */
const MINIMUM_DURATION_NS = 1_000_000;

/** Checks what does not depend on the host, and cleans the working directory (moby daemon/container.go). */
export function validateConfig(config: ContainerConfig): void {
  if (config.WorkingDir !== '') {
    if (!isAbsolutePath(config.WorkingDir)) {
      throw invalidParameter(
        `the working directory '${config.WorkingDir}' is invalid, it needs to be an absolute path`,
      );
    }
    config.WorkingDir = cleanPath(config.WorkingDir);
  }
  if (config.StopSignal) parseSignal(config.StopSignal);
  for (const variable of config.Env ?? []) {
    if (variable === '' || variable.startsWith('=')) {
      throw invalidParameter(`invalid environment variable: ${variable}`);
    }
  }
  if (config.Healthcheck) validateHealthcheck(config.Healthcheck);
}

function validateHealthcheck(health: HealthConfig): void {
  const requireLongEnough = (field: 'Interval' | 'Timeout' | 'StartPeriod' | 'StartInterval') => {
    const duration = health[field] ?? 0;
    if (duration !== 0 && duration < MINIMUM_DURATION_NS) {
      throw invalidParameter(`${field} in Healthcheck cannot be less than 1ms`);
    }
  };
  requireLongEnough('Interval');
  requireLongEnough('Timeout');
  if ((health.Retries ?? 0) < 0) throw invalidParameter('Retries in Healthcheck cannot be negative');
  requireLongEnough('StartPeriod');
  requireLongEnough('StartInterval');
}
