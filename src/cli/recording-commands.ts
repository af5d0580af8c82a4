import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RecordOptions } from './record.ts';
import type { ReplayCommandOptions } from './replay.ts';
import type { ResumeCommandOptions } from './resume.ts';
import type { ShowOptions } from './show.ts';
import type { SnapshotOptions } from './snapshot.ts';
import { withTlsOptions } from './tls-options.ts';
import type { VerifyOptions } from './verify.ts';

/** The commands that make recordings, and those that take one. */
export function addRecordingCommands(program: Command): void {
  addRecord(program);
  addReplay(program);
  addResume(program);
  addVerify(program);
  addShow(program);
  addSnapshot(program);
}

function addRecord(program: Command): void {
  withTlsOptions(program.command('record'))
    .description('record what crosses between clients and a real daemon, as a proxy in between')
    .usage('--to DIR [options] [-- COMMAND...]')
    .requiredOption('--to <dir>', 'the folder of the recording: new, or without one')
    .option('--target <host>', 'the daemon to record (default: $DOCKER_HOST, or unix:///var/run/docker.sock)')
    .option('--host <host>', 'where clients connect; may be given several times', collect, [])
    .option(
      '--scrub <pattern>',
      'take out what this regular expression matches (or its first group), too',
      collect,
      [],
    )
    .option('--scrub-archives', 'take private keys out of archives, too')
    .argument('[command...]', 'run this with DOCKER_HOST set, and end with it')
    .action(async (command: string[], options: RecordOptions) =>
      (await import('./record.ts')).record(command, options),
    );
}

function addReplay(program: Command): void {
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
      new Option(
        '--timing <timing>',
        'none: answer at once; recorded: as slowly as recorded, or so many times that',
      )
        .argParser(timing)
        .default('none'),
    )
    .action(async (folder: string, command: string[], options: ReplayCommandOptions) =>
      (await import('./replay.ts')).replay(folder, command, options),
    );
}

function addResume(program: Command): void {
  program
    .command('resume')
    .description('answer as recorded up to a place; from there on the simulated engine goes on')
    .usage('DIR [options] [-- COMMAND...]')
    .argument('<dir>', 'the folder of the recording')
    .argument('[command...]', 'run this with DOCKER_HOST set, and end with it')
    .option('--at <exchange>', 'the last exchange that is played, as `dockless show` numbers them', Number)
    .option('--host <host>', 'where clients connect; may be given several times', collect, [])
    .option('--load <images.tar>', "images for the engine instead of the catalogue's", collect, [])
    .action(async (folder: string, command: string[], options: ResumeCommandOptions) =>
      (await import('./resume.ts')).resume(folder, command, options),
    );
}

function addVerify(program: Command): void {
  program
    .command('verify')
    .description("send a recording's requests to a daemon again, and tell where its answers differ")
    .argument('<dir>', 'the folder of the recording')
    .option('--against <daemon>', 'engine, or the host of a live daemon', 'engine')
    .option('--json', 'the differences as JSON')
    .option('--accept <file>', 'differences that may stay: a JSON list of { operation, where, reason }')
    .option('--load <images.tar>', "images for the engine instead of the catalogue's", collect, [])
    .action(async (folder: string, options: VerifyOptions) =>
      (await import('./verify.ts')).verify(folder, options),
    );
}

function addShow(program: Command): void {
  program
    .command('show')
    .description('a recording for people')
    .argument('<dir>', 'the folder of the recording')
    .argument('[exchange]', 'the number of one exchange, to see it whole')
    .option('--html <file>', 'write a page with the timeline, and each exchange to open and to search')
    .option('--har <file>', 'write the exchanges that the HAR format can carry')
    .action(async (folder: string, exchange: string | undefined, options: ShowOptions) =>
      (await import('./show.ts')).show(folder, exchange, options),
    );
}

function addSnapshot(program: Command): void {
  program
    .command('snapshot')
    .description('read what a live daemon holds into a file that `serve --state` begins with')
    .option('--from <host>', 'the daemon to read (default: $DOCKER_HOST, or unix:///var/run/docker.sock)')
    .requiredOption('--to <file>', 'the file to write')
    .option('--layers', "download the images' files, too (default: the catalogue's files stand in)")
    .action(async (options: SnapshotOptions) => (await import('./snapshot.ts')).snapshot(options));
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** `0.5` is twice as fast as recorded. */
function timing(value: string): ReplayCommandOptions['timing'] {
  if (value === 'none' || value === 'recorded') return value;
  const factor = Number(value);
  if (value.trim() === '' || !(factor >= 0 && factor < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError('Give none, recorded, or a number that recorded times are multiplied by.');
  return factor;
}
