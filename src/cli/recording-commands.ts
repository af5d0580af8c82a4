import { type Command, Option } from 'commander';
import type { RecordOptions } from './record.ts';
import type { ReplayCommandOptions } from './replay.ts';

/** The commands that make recordings, and those that take one. */
export function addRecordingCommands(program: Command): void {
  program
    .command('record')
    .description('record what crosses between clients and a real daemon, as a proxy in between')
    .usage('--to DIR [options] [-- COMMAND...]')
    .requiredOption('--to <dir>', 'the folder of the recording: new, or without one')
    .option('--target <host>', 'the daemon to record (default: $DOCKER_HOST, or unix:///var/run/docker.sock)')
    .option('--host <host>', 'where clients connect; may be given several times', collect, [])
    .argument('[command...]', 'run this with DOCKER_HOST set, and end with it')
    .action(async (command: string[], options: RecordOptions) =>
      (await import('./record.ts')).record(command, options),
    );

  program
    .command('replay')
    .description('answer as the daemon of a recording did')
    .usage('DIR [options] [-- COMMAND...]')
    .argument('<dir>', 'the folder of the recording')
    .argument('[command...]', 'run this with DOCKER_HOST set, and end with it')
    .option('--host <host>', 'where clients connect; may be given several times', collect, [])
    .addOption(
      new Option(
        '--mode <mode>',
        'strict: requests in the recorded order; loose: in any order that keeps causes',
      )
        .choices(['strict', 'loose'])
        .default('loose'),
    )
    .addOption(
      new Option('--timing <timing>', 'answer as slowly as recorded, or at once')
        .choices(['recorded', 'none'])
        .default('none'),
    )
    .action(async (folder: string, command: string[], options: ReplayCommandOptions) =>
      (await import('./replay.ts')).replay(folder, command, options),
    );
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
