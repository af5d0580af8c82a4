import { readRecording } from '../recording/recording-folder.ts';
import { type Replayer, type ReplayOptions, replay as replayed } from '../recording/replay/replay.ts';
import { runAgainst } from './run-against.ts';
import { listenOn } from './start.ts';
import { untilSignal } from './until-signal.ts';
import { userHost } from './user-host.ts';

export interface ReplayCommandOptions {
  readonly host: readonly string[];
  readonly mode: 'strict' | 'loose';
  readonly timing: NonNullable<ReplayOptions['timing']>;
}

/** `dockless replay`: what was not found, and what nobody asked for, is told at the end. */
export async function replay(
  folder: string,
  command: readonly string[],
  { host, mode, timing }: ReplayCommandOptions,
): Promise<void> {
  const recording = readRecording(folder, { onWarning: warn });
  await play(replayed(recording, { mode, timing, name: folder }), command, host);
}

/** Serves it until the command, or a signal, ends it. */
export async function play(
  daemon: Replayer,
  command: readonly string[],
  host: readonly string[],
): Promise<void> {
  if (command.length > 0) {
    await runAgainst(command, host, hosts => listenOn(daemon, hosts));
    tell(daemon);
    return;
  }
  const started = await listenOn(daemon, host.length > 0 ? host : [await userHost('replay.sock')]);
  const close = async () => {
    tell(daemon);
    await started.close();
  };
  untilSignal({ hosts: started.hosts, close });
}

/** An answer that was missing makes the exit code 1, whatever the command made of it. */
function tell(daemon: Replayer): void {
  const misses = daemon.misses();
  for (const sentence of misses) warn(sentence);
  if (misses.length > 0) process.exitCode ||= 1;
  const never = daemon.neverAsked();
  const short = never.map(title => title.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1'));
  if (never.length > 0) warn(`never asked for: ${short.join(', ')}`);
}

function warn(sentence: string): void {
  process.stderr.write(`dockless: ${sentence}\n`);
}
