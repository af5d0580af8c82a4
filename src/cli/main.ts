#!/usr/bin/env node
import nodeModule from 'node:module';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_DAEMON, daemonNames } from '../engine/system/persona-daemon.ts';
import { addRecordingCommands } from './recording-commands.ts';
import { type TlsOptions, withTlsOptions } from './tls-options.ts';
import { version } from './version.ts';

/** What `serve` and `run` share. */
export interface ServeOptions {
  readonly host: readonly string[];
  readonly seed?: string;
  readonly api?: string;
  readonly daemon?: string;
  /** Archives of images, as `docker save` writes them, that the engine starts with. */
  readonly load?: readonly string[];
  /** A file of `snapshot` or `serializeSnapshot`: the engine begins with what it holds. */
  readonly state?: string;
  /** Bind mounts are of this machine's disk. */
  readonly hostDisk?: boolean;
}

const USAGE_ERROR = 2;

// The engine is some 500 modules: compiled code from the last start saves a fifth of the time until `serve` is ready.
nodeModule.enableCompileCache?.();

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(`dockless: this is Node ${process.version}, and it needs 22.12 or newer\n`);
  process.exit(1);
}

const program = new Command('dockless')
  .description('Docker, without Docker: a deterministic Docker Engine')
  .version(version())
  .exitOverride()
  .showHelpAfterError('(dockless --help lists the commands)')
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'dockless: ')) });

// The commands are loaded when they run: `--help` and errors should not wait for the engine.
withTlsOptions(withServeOptions(program.command('serve')))
  .description('serve a simulated engine on one or more sockets')

  .action(async (options: ServeOptions & TlsOptions) => (await import('./serve.ts')).serve(options));

withServeOptions(program.command('run'))
  .description('run a command against a throw-away engine, with DOCKER_HOST set')
  .usage('[options] -- COMMAND...')
  .argument('<command...>', 'the command and its arguments')
  .action(async (command: string[], options: ServeOptions) =>
    (await import('./run.ts')).run(command, options),
  );

addRecordingCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
  } else {
    process.stderr.write(`dockless: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}

function withServeOptions(command: Command): Command {
  return command
    .option('--host <host>', 'unix:///PATH or tcp://127.0.0.1:PORT; may be given several times', collect, [])
    .option('--seed <seed>', 'ids, names and addresses come from it (default: "dockless")')
    .option('--state <file>', 'begin with the state that `dockless snapshot` wrote')
    .option('--host-disk', "let bind mounts read and write this machine's disk (default: a simulated one)")
    .option(
      '--load <images.tar>',
      'load images from an archive of `docker save`; may be given several times',
      collect,
      [],
    )
    .option('--api <version>', "the newest API version to speak (default: the daemon's)", apiVersion)
    .addOption(
      new Option('--daemon <release>', `the release of Docker to be (default: "${DEFAULT_DAEMON}")`).choices(
        daemonNames,
      ),
    );
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function apiVersion(value: string): string {
  const minor = /^1\.(\d{2})$/.exec(value)?.[1];
  if (minor === undefined || Number(minor) < 24 || Number(minor) > 56) {
    throw new InvalidArgumentError('Give a version from 1.24 to 1.56.');
  }
  return value;
}
