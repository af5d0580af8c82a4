import { headerOf } from '../../exchange/exchange.ts';
import type { Recording } from '../frame.ts';
import { type ExchangeSummary, readableContent, summaries } from './summary.ts';

/** A recording as lines for a terminal: one an exchange, when it began, how it ended, how long it took. */
export function timeline(recording: Recording): string {
  const { header } = recording;
  const all = summaries(recording);
  const daemon =
    header.daemon === undefined ? '' : `, Docker ${header.daemon.version} (API ${header.daemon.apiVersion})`;
  const lines = all.map(line);
  const failed = all.filter(({ status }) => status === undefined || status >= 400).length;
  const lastUs = recording.frames.at(-1)?.t ?? 0;
  return [
    `recorded ${header.startedAt}${daemon}${header.client === undefined ? '' : `, by ${header.client}`}`,
    ...lines,
    `${all.length} exchanges, ${failed} of them failed, in ${seconds(lastUs)} s`,
    '',
  ].join('\n');
}

/** One exchange, whole: heads and bodies as a person reads them. */
export function exchangeInFull(recording: Recording, x: number): string {
  const found = summaries(recording).find(summary => summary.x === x);
  if (found === undefined) throw new Error(`the recording has no exchange #${x}`);
  const part = (direction: 'in' | 'out') => {
    const { text, cut } = readableContent(recording, found, direction, 1 << 20);
    return `${text}${cut ? '\n… (cut at 1 MB)' : ''}`;
  };
  const heads = (pairs: ReadonlyArray<readonly [string, string]>) =>
    pairs.map(([name, value]) => `${name}: ${value}`);
  return [
    `${found.method} ${found.target}`,
    ...heads(found.requestHeaders),
    '',
    part('in'),
    '',
    `${found.status ?? 'no reply'} ${found.reason}`,
    ...heads(found.replyHeaders),
    '',
    part('out'),
    '',
    `${found.end}, after ${seconds(found.endUs - found.startUs)} s`,
    '',
  ].join('\n');
}

function line(summary: ExchangeSummary): string {
  const { x, method, target, startUs, endUs, status } = summary;
  const shown = shortened(target);
  return [
    seconds(startUs).padStart(9),
    `#${x}`.padStart(5),
    String(status ?? '---').padStart(4),
    `${((endUs - startUs) / 1000).toFixed(0)} ms`.padStart(9),
    ` ${method} ${shown}${note(summary)}`,
  ].join(' ');
}

function note({ hijacked, bytesIn, bytesOut, ticks, end, replyHeaders }: ExchangeSummary): string {
  const notes: string[] = [];
  if (hijacked) notes.push(`stream: ${size(bytesIn)} in, ${size(bytesOut)} out, ${ticks.length} pieces`);
  else if (bytesOut > 0 && !/json/.test(headerOf(replyHeaders, 'content-type') ?? ''))
    notes.push(size(bytesOut));
  if (end !== 'complete') notes.push(end);
  return notes.length === 0 ? '' : `  (${notes.join('; ')})`;
}

function shortened(target: string): string {
  let text = target.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1');
  try {
    text = decodeURIComponent(text);
  } catch {
    // As it was sent, then.
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a target can hold what a terminal must not get
  return text.replace(/[\u0000-\u001f\u007f]/g, '·');
}

function seconds(us: number): string {
  return (us / 1e6).toFixed(3);
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
