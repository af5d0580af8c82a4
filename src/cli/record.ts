import type { Daemon } from '../exchange/exchange.ts';
import { askJson } from '../recording/ask.ts';
import type { RecordingHeader } from '../recording/frame.ts';
import { record as recorded } from '../recording/record.ts';
import { createRecording } from '../recording/recording-folder.ts';
import { Scrubber } from '../recording/scrub.ts';
import { liveTarget } from './live-target.ts';
import { runAgainst } from './run-against.ts';
import { listenOn } from './start.ts';
import { readTls, type TlsOptions } from './tls-options.ts';
import { untilSignal } from './until-signal.ts';
import { userHost } from './user-host.ts';

export interface RecordOptions extends TlsOptions {
  readonly to: string;
  readonly target?: string;
  readonly host: readonly string[];
  readonly scrub: readonly string[];
  readonly scrubArchives?: boolean;
}

/** `dockless record`: a proxy before a live daemon that writes down all that crosses. */
export async function record(command: readonly string[], options: RecordOptions): Promise<void> {
  const daemon = await liveTarget(options.target);
  const tls = await readTls(options);
  const scrubber = new Scrubber({
    rules: options.scrub.map(pattern => new RegExp(pattern)),
    archives: options.scrubArchives === true,
  });
  const answers = await whatAnswers(daemon);
  const header: RecordingHeader = {
    recording: 'dockless',
    format: 1,
    startedAt: new Date().toISOString(),
    daemon: answers,
    ...(command.length > 0 && { client: command[0] }),
    scrubbed: scrubber.described,
  };
  const proxy = recorded(daemon, createRecording(options.to, header), { scrubber });
  if (command.length > 0)
    return runAgainst(command, options.host, hosts => listenOn(proxy, hosts, undefined, tls));
  untilSignal(
    await listenOn(
      proxy,
      options.host.length > 0 ? options.host : [await userHost('record.sock')],
      undefined,
      tls,
    ),
  );
}

/** Asked before the recording begins, so that it is not in it. */
async function whatAnswers(daemon: Daemon): Promise<NonNullable<RecordingHeader['daemon']>> {
  const version = await askJson<Record<string, string>>(daemon, '/version');
  const info = await askJson<Record<string, unknown>>(daemon, '/info');
  return {
    version: String(version.Version),
    apiVersion: String(version.ApiVersion),
    minApiVersion: String(version.MinAPIVersion),
    ...(typeof info.DockerRootDir === 'string' && { dataRoot: info.DockerRootDir }),
  };
}
