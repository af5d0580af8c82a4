import { formatGoDuration } from '../../support/go-duration.ts';
import type { Engine } from '../engine.ts';
import { DockerError } from '../errors.ts';
import { addExec, type ExecOptions } from '../exec/create.ts';
import { markExecEnded } from '../exec/ended.ts';
import { launchExec } from '../exec/start.ts';
import { SIGNAL_NUMBERS } from '../world/process/signal.ts';
import type { HealthConfig } from './config.ts';
import type { Container } from './container.ts';
import { recordProbe } from './health-result.ts';
import type { Probe, RunningProbe } from './supervision.ts';

// moby daemon/health.go
const DEFAULT_INTERVAL_NS = 30_000_000_000n;
const DEFAULT_TIMEOUT_NS = 30_000_000_000n;
const DEFAULT_START_INTERVAL_NS = 5_000_000_000n;
const MOST_OUTPUT_BYTES = 4096;

/** Kinds of timer; the key is the container's id. */
const CHECK_TIMER = 'health check';
const TIMEOUT_TIMER = 'health check timeout';

const orDefault = (configured: number | undefined, otherwise: bigint) => BigInt(configured || 0) || otherwise;

/** Begins the health checks of a container that was just started. Earlier results stay in its log. */
export function initHealthMonitor(engine: Engine, containerId: string): void {
  const container = engine.state.containers.edit(containerId);
  if (probeCommand(container) === undefined) return;
  const { log = [], held, status = 'starting' } = container.health ?? {};
  container.health = { status: held ? status : 'starting', failingStreak: 0, log, ...(held && { held }) };
  updateHealthMonitor(engine, containerId);
}

/** Lets the checks run while the container does, and stops them while it is paused. */
export function updateHealthMonitor(engine: Engine, containerId: string): void {
  const container = engine.state.containers.edit(containerId);
  if (container.health === undefined) return;
  if (container.lifecycle.status !== 'running') stopHealthMonitor(engine, containerId);
  else if (container.supervision.probe === undefined) scheduleCheck(engine, container);
}

/** A container whose checks were stopped counts as unhealthy, without an event, until a check says otherwise. */
export function stopHealthMonitor(engine: Engine, containerId: string): void {
  const container = engine.state.containers.edit(containerId);
  const { probe } = container.supervision;
  if (container.health === undefined || probe === undefined) return;
  engine.clock.cancel(probe.timerId);
  container.supervision.probe = undefined;
  if (!container.health.held) container.health.status = 'unhealthy';
  const execId = probe.running?.execId;
  if (execId !== undefined && engine.processes.streams(containerId, execId) !== undefined) {
    engine.processes.signal(containerId, SIGNAL_NUMBERS.KILL, execId);
  }
}

/** The command that a container's configuration asks for; undefined where there is none. */
function probeCommand({ config }: Readonly<Container>): readonly string[] | undefined {
  const [kind, ...command] = config.Healthcheck?.Test ?? [];
  if (kind === 'CMD') return command;
  if (kind !== 'CMD-SHELL') return undefined;
  return [...(config.Shell?.length ? config.Shell : ['/bin/sh', '-c']), ...command];
}

function scheduleCheck(engine: Engine, container: Container): void {
  const { Interval, StartPeriod, StartInterval } = container.config.Healthcheck as HealthConfig;
  const sinceStart = engine.clock.lastNs() - (container.startedAtNs ?? 0n);
  const isStarting = sinceStart < orDefault(StartPeriod, 0n) && container.health?.status === 'starting';
  const delayNs = isStarting
    ? orDefault(StartInterval, DEFAULT_START_INTERVAL_NS)
    : orDefault(Interval, DEFAULT_INTERVAL_NS);
  const timerId = engine.clock.schedule(CHECK_TIMER, container.id, delayNs);
  container.supervision.probe = { timerId, running: undefined };
}

function runCheck(engine: Engine, containerId: string): void {
  const container = engine.state.containers.edit(containerId);
  const { probe } = container.supervision;
  const command = probeCommand(container);
  if (probe === undefined || command === undefined) return;
  const startNs = engine.clock.nowNs();
  const execId = addExec(engine, container, { ...probeOptions, Cmd: command }, new Uint8Array());
  const running: RunningProbe = { execId, startNs, output: new Uint8Array(), truncated: false };
  probe.running = running;
  try {
    launchExec(engine, execId, null);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    finishCheck(engine, containerId, -1, error.message);
    return;
  }
  const timeoutNs = orDefault(container.config.Healthcheck?.Timeout, DEFAULT_TIMEOUT_NS);
  probe.timerId = engine.clock.schedule(TIMEOUT_TIMER, containerId, timeoutNs);
}

const probeOptions: Omit<ExecOptions, 'Cmd'> = {
  User: '',
  Privileged: false,
  Tty: false,
  AttachStdin: false,
  AttachStderr: true,
  AttachStdout: true,
  DetachKeys: '',
  Env: null,
  WorkingDir: '',
};

/** The probe's exec is given up before it is killed, so that its end is reported as 127. */
function timeOutCheck(engine: Engine, containerId: string): void {
  const container = engine.state.containers.get(containerId);
  const running = container?.supervision.probe?.running;
  if (running === undefined) return;
  const timeoutNs = orDefault(container?.config.Healthcheck?.Timeout, DEFAULT_TIMEOUT_NS);
  const output = outputText(running);
  const message = `Health check exceeded timeout (${formatGoDuration(timeoutNs)})`;
  markExecEnded(engine, running.execId, 126);
  finishCheck(engine, containerId, -1, output === '' ? message : `${message}: ${output}`);
  engine.processes.signal(containerId, SIGNAL_NUMBERS.KILL, running.execId);
}

/** What a health check wrote; more than 4 KiB is cut off. */
export function probeOutput(engine: Engine, containerId: string, execId: string, data: Uint8Array): void {
  if (engine.state.containers.get(containerId)?.supervision.probe?.running?.execId !== execId) return;
  const probe = engine.state.containers.edit(containerId).supervision.probe as Probe;
  const running = probe.running as RunningProbe;
  const kept = data.subarray(0, Math.max(0, MOST_OUTPUT_BYTES - running.output.length));
  const output = new Uint8Array(running.output.length + kept.length);
  output.set(running.output);
  output.set(kept, running.output.length);
  probe.running = { ...running, output, truncated: running.truncated || kept.length < data.length };
}

const outputText = ({ output, truncated }: RunningProbe) =>
  `${new TextDecoder().decode(output)}${truncated ? '...' : ''}`;

/** A health check's process has ended. */
export function probeEnded(engine: Engine, containerId: string, execId: string, exitCode: number): void {
  const running = engine.state.containers.get(containerId)?.supervision.probe?.running;
  if (running?.execId === execId) finishCheck(engine, containerId, exitCode, outputText(running));
}

function finishCheck(engine: Engine, containerId: string, exitCode: number, output: string): void {
  const container = engine.state.containers.edit(containerId);
  const { timerId, running } = container.supervision.probe as Probe;
  engine.clock.cancel(timerId);
  const { startNs } = running as RunningProbe;
  recordProbe(engine, container, { startNs, endNs: engine.clock.nowNs(), exitCode, output });
  scheduleCheck(engine, container);
}

export function connectHealth(engine: Engine): void {
  engine.clock.handle(CHECK_TIMER, containerId => runCheck(engine, containerId));
  engine.clock.handle(TIMEOUT_TIMER, containerId => timeOutCheck(engine, containerId));
}
