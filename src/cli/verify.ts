import { api } from '../api/api.ts';
import type { Daemon } from '../exchange/exchange.ts';
import { askJson } from '../recording/ask.ts';
import { type CompareOptions, compare } from '../recording/compare/compare.ts';
import { describeDifference } from '../recording/compare/describe-difference.ts';
import type { Recording } from '../recording/frame.ts';
import { readRecording } from '../recording/recording-folder.ts';
import { acceptedIn } from './accepted-differences.ts';
import { engineFor } from './engine-for.ts';
import { liveTarget } from './live-target.ts';

export interface VerifyOptions {
  readonly against: string;
  readonly json?: boolean;
  readonly accept?: string;
  readonly load: readonly string[];
}

/** `dockless verify`: exit code 1 where an answer differs that no accepted difference covers. */
export async function verify(folder: string, options: VerifyOptions): Promise<void> {
  const recording = readRecording(folder, { onWarning: warn });
  const accepted = options.accept === undefined ? [] : acceptedIn(options.accept);
  const { daemon, ...how } = await opponent(recording, options);
  const found = (await compare(recording, daemon, how)).map(difference => ({
    difference,
    entry: accepted.find(entry => entry.matches(difference)),
  }));
  const differing = found.filter(({ entry }) => entry === undefined).map(({ difference }) => difference);
  const excused = found.flatMap(({ difference, entry }) =>
    entry === undefined ? [] : [{ ...difference, reason: entry.reason }],
  );
  const exchanges = recording.frames.filter(({ kind }) => kind === 'request').length;
  if (options.json) {
    print(JSON.stringify({ exchanges, differences: differing, accepted: excused }, undefined, 2));
  } else {
    for (const difference of differing) print(describeDifference(difference));
    for (const { exchange, operation, where, reason } of excused) {
      print(`accepted: #${exchange} ${operation}: ${where}: ${reason}`);
    }
    print(`${exchanges} exchanges, ${differing.length} differences, ${excused.length} accepted`);
  }
  for (const entry of accepted) {
    if (!found.some(met => met.entry === entry)) warn(`nothing differed where ${entry.inWords} accepts it`);
  }
  // Recorded streams that never ended would keep the process.
  process.exit(differing.length > 0 ? 1 : 0);
}

async function opponent(
  recording: Recording,
  { against, load }: VerifyOptions,
): Promise<CompareOptions & { daemon: Daemon }> {
  if (against !== 'engine') {
    const daemon = await liveTarget(against);
    const { DockerRootDir } = await askJson<{ DockerRootDir?: string }>(daemon, '/info');
    return { daemon, ...(DockerRootDir !== undefined && { dataRoot: DockerRootDir }) };
  }
  const engine = await engineFor(recording, load);
  return { daemon: api(engine), advance: ms => engine.driver.advance(ms) };
}

function warn(sentence: string): void {
  process.stderr.write(`dockless: ${sentence}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
