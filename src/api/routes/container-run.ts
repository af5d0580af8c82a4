import { killContainer } from '../../engine/containers/kill.ts';
import { pauseContainer } from '../../engine/containers/pause.ts';
import { resizeContainer } from '../../engine/containers/resize.ts';
import { restartContainer } from '../../engine/containers/restart.ts';
import { startContainer } from '../../engine/containers/start.ts';
import { type StopOptions, stopContainer } from '../../engine/containers/stop.ts';
import { unpauseContainer } from '../../engine/containers/unpause.ts';
import { waitContainer } from '../../engine/containers/wait.ts';
import type { Engine } from '../../engine/engine.ts';
import { DockerError, invalidParameter } from '../../engine/errors.ts';
import type { WaitResult } from '../../engine/live.ts';
import { headerOf, type RawHeaders } from '../../exchange/exchange.ts';
import type { ApiReply, Handler } from '../call.ts';
import type { Query } from '../wire/query.ts';
import { terminalSize } from '../wire/terminal-size.ts';

const noContent: ApiReply = { status: 204 };

/** POST /containers/{name}/start */
export const startHandler: Handler = ({ engine, params, query, exchange }) => {
  refuseBody(exchange.headers);
  if (query.text('checkpoint') !== '') {
    throw invalidParameter('checkpoint is only supported in experimental mode');
  }
  startContainer(engine, params.name ?? '');
  return noContent;
};

/** A host configuration at start is long gone; `{}` and `null` from old clients pass. */
function refuseBody(headers: RawHeaders): void {
  const isChunked = headerOf(headers, 'Transfer-Encoding') !== undefined;
  if (isChunked || Number(headerOf(headers, 'Content-Length') ?? 0) > 7) {
    throw invalidParameter(
      'starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24',
    );
  }
}

function stopOptions(query: Query): StopOptions {
  const timeoutSeconds = query.int('t');
  return { signal: query.text('signal'), ...(timeoutSeconds !== undefined && { timeoutSeconds }) };
}

/** POST /containers/{name}/stop */
export const stopHandler: Handler = async ({ engine, params, query }) => {
  await stopContainer(engine, params.name ?? '', stopOptions(query));
  return noContent;
};

/** POST /containers/{name}/restart */
export const restartHandler: Handler = async ({ engine, params, query }) => {
  await restartContainer(engine, params.name ?? '', stopOptions(query));
  return noContent;
};

/** POST /containers/{name}/kill */
export const killHandler: Handler = async ({ engine, params, query }) => {
  try {
    await killContainer(engine, params.name ?? '', query.text('signal'));
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `cannot kill container: ${params.name}: ${error.message}`);
  }
  return noContent;
};

/** POST /containers/{name}/pause */
export const pauseHandler: Handler = ({ engine, params }) => {
  pauseContainer(engine, params.name ?? '');
  return noContent;
};

/** POST /containers/{name}/unpause */
export const unpauseHandler: Handler = ({ engine, params }) => {
  unpauseContainer(engine, params.name ?? '');
  return noContent;
};

/** POST /containers/{name}/resize */
export const resizeHandler: Handler = ({ engine, params, query }) => {
  resizeContainer(engine, params.name ?? '', terminalSize(query));
  return { status: 200 };
};

/** POST /containers/{name}/wait: the head of the reply goes out at once, so that a client knows it is waited. */
export const waitHandler: Handler = ({ engine, params, query, exchange }) => {
  const waiting = waitContainer(engine, params.name ?? '', query.text('condition'), exchange.signal);
  return {
    status: 200,
    headers: [['Content-Type', 'application/json']],
    body: waitBody(engine, waiting),
  };
};

async function* waitBody(
  engine: Engine,
  waiting: Promise<WaitResult | undefined>,
): AsyncGenerator<Uint8Array> {
  const result = await engine.driver.wait(waiting);
  if (result === undefined) return;
  const error = result.error === '' ? {} : { Error: { Message: result.error } };
  yield new TextEncoder().encode(`${JSON.stringify({ ...error, StatusCode: result.exitCode })}\n`);
}
