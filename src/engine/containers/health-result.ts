import type { Engine } from '../engine.ts';
import type { HealthConfig } from './config.ts';
import type { Container, Health } from './container.ts';
import { emitContainerEvent } from './container-event.ts';

const DEFAULT_RETRIES = 3;
const MOST_LOG_ENTRIES = 5;

/** Takes a check's result into the container's health (moby daemon/health.go, handleProbeResult). */
export function recordProbe(engine: Engine, container: Container, result: Health['log'][number]): void {
  const health = container.health as Health;
  const { Retries, StartPeriod } = container.config.Healthcheck as HealthConfig;
  const before = health.status;
  health.log = [...health.log, result].slice(-MOST_LOG_ENTRIES);
  if (health.held) return;
  if (result.exitCode === 0) {
    health.failingStreak = 0;
    health.status = 'healthy';
  } else if (health.status !== 'starting' || !isWithin(StartPeriod, container, result.startNs)) {
    health.failingStreak += 1;
    const retries = Retries !== undefined && Retries > 0 ? Retries : DEFAULT_RETRIES;
    if (health.failingStreak >= retries) health.status = 'unhealthy';
  }
  if (health.status !== before) emitContainerEvent(engine, container, `health_status: ${health.status}`);
}

/** A container that starts may fail its checks for a while. */
function isWithin(startPeriod: number | undefined, container: Readonly<Container>, atNs: bigint): boolean {
  return atNs - (container.startedAtNs ?? 0n) < BigInt(startPeriod ?? 0);
}
