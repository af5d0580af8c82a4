import { compareBytes } from '../../support/go-json/encode.ts';
import type { Container } from '../containers/container.ts';
import { emitContainerEvent } from '../containers/container-event.ts';
import { findContainer } from '../containers/find.ts';
import { removeContainer } from '../containers/remove.ts';
import { exitCodeOf } from '../containers/running.ts';
import { startContainer } from '../containers/start.ts';
import { systemError } from '../errors.ts';
import { hubOf } from '../exec/hub-of.ts';
import type { BuildArgs } from './build-args.ts';
import { BuildFailure } from './build-failure.ts';
import type { Build, StageState, Told } from './build-state.ts';
import { commandOf } from './config-changes.ts';
import type { InstructionOf } from './dockerfile/instruction.ts';
import { commitStep, createStep, probe } from './step.ts';

/** RUN: the command runs in a container of the image so far, whose files are the next image (dispatchRun). */
export async function* runCommand(build: Build, stage: StageState, instruction: InstructionOf<'run'>): Told {
  const [flag] = instruction.flags;
  if (flag !== undefined) {
    throw systemError(
      `the --${flag} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled`,
    );
  }
  const { config, args } = stage;
  const command = commandOf(config, instruction.command);
  const variables = args.beside(config.Env ?? []);
  const recorded = variables.length === 0 ? command : withVariables(args, variables, command);
  const forCache = { ...config, Cmd: recorded, Entrypoint: recorded.length > 0 ? null : config.Entrypoint };
  if (yield* probe(build, stage, forCache)) return;
  const containerId = yield* createStep(build, {
    ...config,
    Cmd: command,
    Env: [...(config.Env ?? []), ...variables],
    Entrypoint: recorded.length > 0 ? [''] : config.Entrypoint,
    Healthcheck: { Test: ['NONE'] },
  });
  const exitCode = yield* execute(build, containerId);
  if (exitCode !== 0) {
    const message = `The command '${command.join(' ')}' returned a non-zero code: ${exitCode}`;
    throw new BuildFailure(message, exitCode);
  }
  commitStep(build, stage, containerId, forCache);
}

/** `|2 A=1 B=2 /bin/sh -c ...`: no command begins with a bar, so arguments cannot be taken for one. */
function withVariables(args: BuildArgs, variables: readonly string[], command: readonly string[]): string[] {
  const shown = variables.filter(entry => args.isInHistory(entry.split('=', 1)[0] as string));
  return [`|${shown.length}`, ...shown.sort(compareBytes), ...command];
}

/** Runs the container to its end and tells what it writes. A client that goes away takes the container with it. */
async function* execute({ engine, signal, output: taker }: Build, containerId: string): Told<number> {
  const output = hubOf(engine, containerId).attach({ stdout: true, stderr: true });
  const cancel = () => {
    removeContainer(engine, containerId, { force: true, volumes: true }).catch(() => {});
  };
  emitContainerEvent(engine, findContainer(engine, containerId), 'attach');
  startContainer(engine, containerId);
  signal.addEventListener('abort', cancel);
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  try {
    for (;;) {
      const chunks = await engine.driver.wait(output.take());
      if (chunks.length === 0) break;
      for (const chunk of chunks) {
        if (taker !== undefined) {
          taker(chunk);
          continue;
        }
        const { stream, data } = chunk;
        const text = decoders[stream].decode(data, { stream: true });
        yield { stream: stream === 'stdout' ? text : `\u001b[91m${text}\u001b[0m` };
      }
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  if (signal.aborted) throw systemError('build cancelled');
  return exitCodeOf(engine.state.containers.get(containerId) as Readonly<Container>);
}
