import type { Engine } from '../engine.ts';
import { conflict, DockerError, systemError } from '../errors.ts';
import { allocateEndpoints, releaseEndpoints } from '../networks/endpoints.ts';
import { mountVolumes, unmountVolumes } from '../volumes/mount-volumes.ts';
import { prepareContainerFiles, writeResolutionFiles } from '../world/files/container-files.ts';
import type { MachineSpec, ProcessSpec } from '../world/process/processes.ts';
import { removeEnded } from './auto-remove.ts';
import { securityOf } from './capabilities.ts';
import type { Container } from './container.ts';
import { emitContainerEvent } from './container-event.ts';
import { initHealthMonitor } from './health.ts';
import { linkEnvironment } from './link-environment.ts';
import { daemonEnvironment } from './process-environment.ts';
import { resetRestarts } from './restart-policy.ts';
import { runcExitCode } from './runc-failure.ts';
import { exitCodeOf, isRunning } from './running.ts';
import { checkJoinedIpc, checkStartConditions, hostnameOf } from './start-conditions.ts';
import { nameServerProblem } from './start-refusals.ts';

/** Who starts it: a client, or the restart policy, which keeps counting. */
export type Launch = 'by hand' | 'by policy';

/**
 * Starts a container's process (moby daemon/start.go, containerStart). On failure the container is back where it
 * was, with State.Error and an exit code, or is removed if it was created with `--rm`.
 */
export function launchContainer(engine: Engine, containerId: string, launch: Launch): void {
  const { containers } = engine.state;
  const found = containers.get(containerId);
  // Gone: between the two halves of a restart, somebody removed it.
  if (found === undefined || found.supervision.removalInProgress || isGoing(found)) {
    throw conflict('container is marked for removal and cannot be started');
  }
  const container = containers.edit(containerId);
  if (launch === 'by hand' && isRunning(container)) return;
  try {
    const pid = startProcess(engine, container, launch);
    container.lifecycle = { status: 'running', pid };
    engine.state.started.set(containerId, { id: containerId });
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    startFailed(engine, container, error);
    throw error;
  }
  container.listedEndpoints = undefined;
  container.supervision.manuallyRestarting = false;
  container.startedAtNs = engine.clock.nowNs();
  container.error = '';
  container.oomKilled = false;
  container.hasBeenStartedBefore = true;
  initHealthMonitor(engine, containerId);
  emitContainerEvent(engine, container, 'start');
  engine.live.started.notify(containerId, 'started');
}

const isGoing = ({ lifecycle: { status } }: Readonly<Container>) =>
  status === 'removing' || status === 'dead';

function startProcess(engine: Engine, container: Container, launch: Launch): number {
  const problem = nameServerProblem(container.hostConfig);
  if (problem !== undefined) throw systemError(problem);
  checkJoinedIpc(engine, container);
  mountVolumes(engine, container);
  checkStartConditions(engine, container);
  prepareContainerFiles(engine, container.id);
  const process = processOf(container, linkEnvironment(engine, container));
  const pid = engine.processes.start(container.id, machineOf(engine, container), process);
  if (launch === 'by hand') {
    resetRestarts(container);
    container.hasBeenManuallyStopped = false;
  }
  try {
    allocateEndpoints(engine, container.id);
    writeResolutionFiles(engine, container.id);
  } catch (error) {
    engine.processes.remove(container.id);
    throw error;
  }
  return pid;
}

function startFailed(engine: Engine, container: Container, error: DockerError): void {
  const exitCode = runcExitCode(error.message) ?? (exitCodeOf(container) || 128);
  container.error = error.message;
  // A restart that failed is given up by the policy, which still shows it as restarting until then.
  const { status } = container.lifecycle;
  if (status === 'created' || status === 'exited' || status === 'restarting') {
    container.lifecycle = { status, exitCode };
  }
  if (nameServerProblem(container.hostConfig) === undefined) {
    container.listedEndpoints = new Map(container.endpoints);
    releaseEndpoints(engine, container.id);
  }
  unmountVolumes(engine, container);
  removeEnded(engine, container.id);
}

function machineOf(engine: Engine, container: Readonly<Container>): MachineSpec {
  const { config, hostConfig } = container;
  const ulimits: Record<string, readonly [number, number]> = {};
  for (const { Name, Soft, Hard } of hostConfig.Ulimits ?? []) ulimits[Name] = [Number(Soft), Number(Hard)];
  return {
    hostname: hostnameOf(engine, container),
    domainname: config.Domainname,
    init: hostConfig.Init === true,
    sharesPids: hostConfig.PidMode !== '',
    image: config.Image,
    ulimits,
    security: securityOf(hostConfig),
    memory: Number(hostConfig.Memory),
    pids: Number(hostConfig.PidsLimit ?? 0),
  };
}

function processOf(container: Readonly<Container>, linked: readonly string[]): ProcessSpec {
  const { config, hostConfig } = container;
  const [rows, columns] = hostConfig.ConsoleSize;
  return {
    argv: [container.path, ...container.args],
    env: daemonEnvironment(container, config.Tty, linked, config.Env ?? []),
    cwd: config.WorkingDir,
    user: config.User,
    groups: hostConfig.GroupAdd ?? [],
    tty: config.Tty,
    openStdin: config.OpenStdin,
    consoleSize: rows === 0 && columns === 0 ? undefined : { rows, columns },
  };
}
