import { emitContainerEvent } from '../../../engine/containers/container-event.ts';
import { createContainer } from '../../../engine/containers/create.ts';
import { killContainer } from '../../../engine/containers/kill.ts';
import { removeContainer } from '../../../engine/containers/remove.ts';
import { resizeContainer } from '../../../engine/containers/resize.ts';
import { restartContainer } from '../../../engine/containers/restart.ts';
import { isRunning } from '../../../engine/containers/running.ts';
import { stopContainer } from '../../../engine/containers/stop.ts';
import { waitContainer } from '../../../engine/containers/wait.ts';
import { DockerError } from '../../../engine/errors.ts';
import { parseGoInt } from '../../../support/go-strconv.ts';
import { legacyConfigSchema, upgradeConfig } from './config.ts';
import { legacyContainer, legacyImage, shortId } from './find.ts';
import { boolOf, intOf, jsonOf, type LegacyCall, type LegacyHandler } from './legacy-call.ts';
import { LegacyError } from './legacy-error.ts';
import { created, empty, json } from './legacy-reply.ts';

const LEAST_MEMORY = 524_288;
const DEFAULT_GRACE_SECONDS = 10;

const found = ({ engine, params }: LegacyCall) => legacyContainer(engine, params.name ?? '');

/** POST /containers/create: nothing but a Config, and no name (builder.go, Create). */
export const createHandler: LegacyHandler = async call => {
  const { engine, form } = call;
  const given = await jsonOf(call, legacyConfigSchema);
  if (form >= 1.2 && given.Memory !== 0 && given.Memory < LEAST_MEMORY) {
    throw new LegacyError(`Memory limit must be given in bytes (minimum ${LEAST_MEMORY} bytes)`);
  }
  if (legacyImage(engine, given.Image) === undefined) throw noSuchImage(given.Image, form);
  const { id } = withoutCommand(() => createContainer(engine, upgradeConfig(given, form)));
  // Today's least and today's pairing of the two are not those of 2013: what was given stands.
  const hostConfig = engine.state.containers.edit(id).hostConfig;
  hostConfig.Memory = given.Memory;
  hostConfig.MemorySwap = given.MemorySwap;
  return created({ Id: shortId(id), ...(form < 1.1 && { Warnings: null }) });
};

function noSuchImage(ref: string, form: number): LegacyError {
  const [, name = ref, tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/s.exec(ref) ?? [];
  return new LegacyError(`No such image: ${form < 1.4 ? ref : `${name} (tag: ${tag})`}`);
}

function withoutCommand<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof DockerError) || error.message !== 'no command specified') throw error;
    throw new LegacyError('No command specified');
  }
}

/** A negative or unreadable `t` counts as 10. */
function graceOf(call: LegacyCall): number {
  const seconds = intOf(call, 't', DEFAULT_GRACE_SECONDS);
  return seconds < 0 ? DEFAULT_GRACE_SECONDS : seconds;
}

/** POST /containers/{name}/stop: a stopped one too, which is an event all the same. */
export const stopHandler: LegacyHandler = async call => {
  const container = found(call);
  if (isRunning(container)) {
    await stopContainer(call.engine, container.id, { timeoutSeconds: graceOf(call) });
  } else emitContainerEvent(call.engine, container, 'stop');
  return empty(204);
};

/** POST /containers/{name}/restart */
export const restartHandler: LegacyHandler = async call => {
  await restartContainer(call.engine, found(call).id, { timeoutSeconds: graceOf(call) });
  return empty(204);
};

/** POST /containers/{name}/kill: SIGKILL only, and done once the process is gone. */
export const killHandler: LegacyHandler = async call => {
  const container = found(call);
  if (isRunning(container)) await killContainer(call.engine, container.id, '');
  else emitContainerEvent(call.engine, container, 'kill');
  return empty(204);
};

/** POST /containers/{name}/wait: nothing is sent before the end. */
export const waitHandler: LegacyHandler = async call => {
  const { engine, exchange } = call;
  const result = await engine.driver.wait(waitContainer(engine, found(call).id, '', exchange.signal));
  return json({ StatusCode: result?.exitCode ?? 0 });
};

/** DELETE /containers/{name}: at first it stopped a running one (container.go 0.4.2, Destroy: three seconds). */
export const deleteHandler: LegacyHandler = async call => {
  const container = found(call);
  const volumes = boolOf(call, 'v');
  if (isRunning(container)) {
    if (call.form >= 1.3) {
      throw new LegacyError('Impossible to remove a running container, please stop it first');
    }
    await stopContainer(call.engine, container.id, { timeoutSeconds: 3 });
  }
  await removeContainer(call.engine, container.id, { volumes });
  return empty(204);
};

/** POST /containers/{name}/resize */
export const resizeHandler: LegacyHandler = call => {
  const [rows, columns] = ['h', 'w'].map(name => {
    const parsed = parseGoInt(call.query.text(name), 'ParseInt');
    if ('problem' in parsed) throw new LegacyError(parsed.problem);
    return Number(parsed.value);
  }) as [number, number];
  const container = found(call);
  if (!container.config.Tty) throw new LegacyError('ptyMaster does not have Fd() method');
  resizeContainer(call.engine, container.id, { rows, columns });
  return empty(200);
};
