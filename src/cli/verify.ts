import { readFileSync } from 'node:fs';
import { api } from '../api/api.ts';
import type { Daemon } from '../exchange/exchange.ts';
import { askJson } from '../recording/ask.ts';
import { type CompareOptions, compare, type Difference } from '../recording/compare/compare.ts';
import { describeDifference } from '../recording/compare/describe-difference.ts';
import type { Recording } from '../recording/frame.ts';
import { readRecording } from '../recording/recording-folder.ts';
import { live } from '../transport/live.ts';
import { engineFor } from './engine-for.ts';

export interface VerifyOptions {
  readonly against: string;
  readonly json?: boolean;
  readonly accept?: string;
  readonly load: readonly string[];
}

/** A difference that stays: two patterns and why, as `--accept FILE` lists them. */
interface Accepted {
  readonly operation: string;
  readonly where: string;
  readonly reason: string;
}

/** `dockless verify`: exit code 1 where an answer differs that no accepted difference covers. */
export async function verify(folder: string, options: VerifyOptions): Promise<void> {
  const recording = readRecording(folder, {
    onWarning: sentence => process.stderr.write(`dockless: ${sentence}\n`),
  });
  const accepted = options.accept === undefined ? [] : acceptedIn(options.accept);
  const { daemon, ...how } = await opponent(recording, options);
  const all = await compare(recording, daemon, how);
  const reasonOf = ({ operation, where }: Difference) =>
    accepted.find(entry => new RegExp(entry.operation).test(operation) && new RegExp(entry.where).test(where))
      ?.reason;
  const differing = all.filter(difference => reasonOf(difference) === undefined);
  const excused = all.filter(difference => reasonOf(difference) !== undefined);
  const exchanges = recording.frames.filter(({ kind }) => kind === 'request').length;
  if (options.json) {
    const withReasons = excused.map(difference => ({ ...difference, reason: reasonOf(difference) }));
    print(JSON.stringify({ exchanges, differences: differing, accepted: withReasons }, undefined, 2));
  } else {
    for (const difference of differing) print(describeDifference(difference));
    for (const difference of excused) {
      print(
        `accepted: #${difference.exchange} ${difference.operation}: ${difference.where}: ${reasonOf(difference)}`,
      );
    }
    print(`${exchanges} exchanges, ${differing.length} differences, ${excused.length} accepted`);
  }
  // Recorded streams that never ended would keep the process.
  process.exit(differing.length > 0 ? 1 : 0);
}

async function opponent(
  recording: Recording,
  { against, load }: VerifyOptions,
): Promise<CompareOptions & { daemon: Daemon }> {
  if (against !== 'engine') {
    const daemon = live(against);
    const { DockerRootDir } = await askJson<{ DockerRootDir?: string }>(daemon, '/info');
    return { daemon, ...(DockerRootDir !== undefined && { dataRoot: DockerRootDir }) };
  }
  const engine = await engineFor(recording, load);
  return { daemon: api(engine), advance: ms => engine.driver.advance(ms) };
}

function acceptedIn(file: string): Accepted[] {
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const complete = (entry: Partial<Accepted>) =>
    [entry.operation, entry.where, entry.reason].every(value => typeof value === 'string' && value !== '');
  if (!Array.isArray(list) || !list.every(complete)) {
    throw new Error(`${file} must be a list of objects with operation, where and reason`);
  }
  return list;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
