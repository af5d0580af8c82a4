import type { Container } from '../../../engine/containers/container.ts';
import { registerMountPoints } from '../../../engine/containers/mount-points.ts';
import { exitCodeOf, isRunning } from '../../../engine/containers/running.ts';
import { startContainer } from '../../../engine/containers/start.ts';
import type { Engine } from '../../../engine/engine.ts';
import { DockerError } from '../../../engine/errors.ts';
import { holdVolumes } from '../../../engine/volumes/hold-volumes.ts';
import { existsOnHost } from '../../../engine/world/files/container-files.ts';
import { headerOf } from '../../../exchange/exchange.ts';
import { slice, string, struct } from '../../../support/go-json/schema.ts';
import { parseMediaType } from '../../wire/content-type.ts';
import { legacyContainer } from './find.ts';
import { jsonOf, type LegacyCall, type LegacyHandler } from './legacy-call.ts';
import { LegacyError } from './legacy-error.ts';
import { empty } from './legacy-reply.ts';

const bindsOnly = struct('docker.HostConfig', { Binds: slice(string) });
const hostConfigSchema = struct('docker.HostConfig', {
  Binds: slice(string),
  ContainerIDFile: string,
  LxcConf: slice(struct('docker.KeyValuePair', { Key: string, Value: string })),
});

/** POST /containers/{name}/start, since 0.4.7 with a host configuration (api.go, postContainersStart). */
export const startHandler: LegacyHandler = async call => {
  const { engine, params, form } = call;
  const name = params.name ?? '';
  const hostConfig = hasHostConfig(call)
    ? await jsonOf(call, form < 1.4 ? bindsOnly : hostConfigSchema)
    : undefined;
  const container = legacyContainer(engine, name);
  try {
    if (isRunning(container)) throw new LegacyError(`The container ${container.id} is already running.`);
    if (hostConfig?.Binds?.length) bind(engine, container, hostConfig.Binds);
    startWhateverComes(engine, container.id);
  } catch (error) {
    if (!(error instanceof LegacyError) && !(error instanceof DockerError)) throw error;
    throw new LegacyError(`Error starting container ${name}: ${error.message}`);
  }
  return empty(204);
};

function hasHostConfig({ form, exchange }: LegacyCall): boolean {
  if (form < 1.3) return false;
  const contentType = headerOf(exchange.headers, 'Content-Type') ?? '';
  if (form < 1.4) return contentType === 'application/json';
  const parsed = parseMediaType(contentType);
  return 'type' in parsed && parsed.type === 'application/json';
}

/** Only where Config.Volumes has the destination too. */
function bind(engine: Engine, { id, config, mounts }: Readonly<Container>, binds: readonly string[]): void {
  for (const spec of binds) {
    const parts = spec.split(':');
    if (parts.length < 2 || parts.length > 3) throw new LegacyError(`Invalid bind specification: ${spec}`);
    if (parts[1] === '/') throw new LegacyError('Illegal bind destination: /');
  }
  const kept = binds.filter(spec => (spec.split(':')[1] ?? '') in (config.Volumes ?? {}));
  const container = engine.state.containers.edit(id);
  container.hostConfig.Binds = kept;
  const bound = registerMountPoints(engine, { ...container.hostConfig, Mounts: [] }, path =>
    existsOnHost(engine, path),
  );
  container.mounts = [...mounts.filter(({ destination }) => !bound.has(destination)), ...bound.values()];
  holdVolumes(engine, container);
}

/** lxc-start was started well even where the command is not there: that is an exit code, later. */
function startWhateverComes(engine: Engine, id: string): void {
  try {
    startContainer(engine, id);
  } catch (error) {
    const container = engine.state.containers.get(id);
    if (!(error instanceof DockerError) || container === undefined || exitCodeOf(container) === 0)
      throw error;
  }
}
