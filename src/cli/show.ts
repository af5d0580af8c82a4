import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { readRecording } from '../recording/recording-folder.ts';
import { toHar } from '../recording/show/har.ts';
import { toPage } from '../recording/show/page.ts';
import { exchangeInFull, timeline } from '../recording/show/timeline.ts';
import { version } from './version.ts';

export interface ShowOptions {
  readonly html?: string;
  readonly har?: string;
}

/** `dockless show`: a recording for people, on the terminal or as a file. */
export function show(folder: string, exchange: string | undefined, options: ShowOptions): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error; // `show | head` has seen enough
  });
  const recording = readRecording(folder, { onWarning: warn });
  if (options.html !== undefined) writeFileSync(options.html, toPage(recording, basename(resolve(folder))));
  if (options.har !== undefined) {
    const { har, leftOut } = toHar(recording, version());
    writeFileSync(options.har, `${JSON.stringify(har, undefined, 2)}\n`);
    for (const exchange of leftOut) warn(`HAR cannot carry ${exchange}`);
  }
  if (options.html !== undefined || options.har !== undefined) return;
  if (exchange === undefined) process.stdout.write(timeline(recording));
  else process.stdout.write(exchangeInFull(recording, Number(exchange.replace(/^#/, ''))));
}

function warn(sentence: string): void {
  process.stderr.write(`dockless: ${sentence}\n`);
}
