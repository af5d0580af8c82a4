import type { Engine } from '../../engine/engine.ts';
import { DockerError, invalidParameter } from '../../engine/errors.ts';
import { createExec } from '../../engine/exec/create.ts';
import { findUsableExec } from '../../engine/exec/find.ts';
import { inspectExec } from '../../engine/exec/inspect.ts';
import { resizeExec } from '../../engine/exec/resize.ts';
import { attachExec, startExec } from '../../engine/exec/start.ts';
import type { HijackedStream } from '../../exchange/exchange.ts';
import {
  array,
  bool,
  type Infer,
  omit,
  pointer,
  slice,
  string,
  struct,
  uint,
} from '../../support/go-json/schema.ts';
import type { Handler } from '../call.ts';
import { MULTIPLEXED_STREAM, RAW_STREAM } from '../wire/stream-types.ts';
import { terminalSize } from '../wire/terminal-size.ts';
import { attachedPeer, serveAttached } from './attached-peer.ts';

const execOptionsSchema = struct('container.ExecOptions', {
  User: string,
  Privileged: bool,
  Tty: bool,
  ConsoleSize: omit(pointer(array(2, uint))),
  AttachStdin: bool,
  AttachStderr: bool,
  AttachStdout: bool,
  DetachKeys: string,
  Env: slice(string),
  WorkingDir: string,
  Cmd: slice(string),
  Detach: bool,
});

const startOptionsSchema = struct('container.ExecStartOptions', {
  Detach: bool,
  Tty: bool,
  ConsoleSize: omit(pointer(array(2, uint))),
});

type Size = readonly [height: number, width: number] | null;

/** POST /containers/{name}/exec */
export const execCreateHandler: Handler = async ({ engine, params, json }) => {
  const options = await json<Infer<typeof execOptionsSchema>>(execOptionsSchema);
  const { Cmd } = options;
  if (Cmd === null || Cmd.length === 0) throw invalidParameter('No exec command specified');
  const size = options.ConsoleSize as Size;
  return {
    status: 201,
    json: { Id: createExec(engine, params.name ?? '', { ...options, ConsoleSize: size, Cmd }) },
  };
};

/** POST /exec/{name}/start. An attached client is told yes before the exec is tried: what fails comes in its stream. */
export const execStartHandler: Handler = async ({ engine, params, json }) => {
  const { Detach, Tty, ConsoleSize } = await json<Infer<typeof startOptionsSchema>>(startOptionsSchema);
  const id = params.name ?? '';
  findUsableExec(engine, id);
  const size = Tty ? (ConsoleSize as Size) : null;
  if (Detach) {
    startExec(engine, id, size);
    return { status: 200 };
  }
  return {
    contentType: Tty ? RAW_STREAM : MULTIPLEXED_STREAM,
    hijack: stream => {
      void serveAttached(stream, () => serveExec(engine, id, size, stream, !Tty));
    },
  };
};

async function serveExec(
  engine: Engine,
  id: string,
  size: Size,
  stream: HijackedStream,
  framed: boolean,
): Promise<void> {
  const peer = attachedPeer(stream, framed);
  try {
    await attachExec(engine, id, size, peer);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    await peer.output([{ stream: 'stdout', data: new TextEncoder().encode(`${error.message}\r\n`) }]);
  }
}

/** POST /exec/{name}/resize */
export const execResizeHandler: Handler = async ({ engine, params, query }) => {
  await resizeExec(engine, params.name ?? '', terminalSize(query));
  return { status: 200 };
};

/** GET /exec/{id}/json */
export const execInspectHandler: Handler = ({ engine, params }) => ({
  status: 200,
  json: inspectExec(engine, params.id ?? ''),
});
