import type { Recording } from '../frame.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-parts.ts';
import { contentOf, type ExchangeSummary, readable, summaries } from './summary.ts';

/** How much of a body the page holds, each way. */
const MAX_SHOWN_BYTES = 64 * 1024;
const MAX_TICKS = 2_000;

/** The recording as one self-contained page: a timeline, and each exchange to open and to search. */
export function toPage(recording: Recording, title: string): string {
  const { header } = recording;
  const data = {
    startedAt: header.startedAt,
    daemon:
      header.daemon === undefined ? '' : `Docker ${header.daemon.version}, API ${header.daemon.apiVersion}`,
    scrubbed: header.scrubbed,
    lastUs: recording.frames.at(-1)?.t ?? 0,
    exchanges: summaries(recording).map(summary => shown(recording, summary)),
  };
  // `<` would let what a daemon said end the script.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  const name = title.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<style>${PAGE_STYLE}</style>
<header>
<h1>${name}</h1>
<p id="about"></p>
<input id="search" type="search" placeholder="Search method, path, status, headers, bodies" aria-label="Search">
<span id="count" role="status"></span>
</header>
<main>
<section id="timeline" aria-label="Timeline" tabindex="0"></section>
<section id="list" aria-label="Exchanges"></section>
<section id="detail" aria-label="Exchange" aria-live="polite"></section>
</main>
<script id="data" type="application/json">${json}</script>
<script>${PAGE_SCRIPT}</script>
</html>
`;
}

function shown(recording: Recording, summary: ExchangeSummary): object {
  const part = (direction: 'in' | 'out') => {
    const { bytes, cut } = contentOf(recording, summary.x, direction, MAX_SHOWN_BYTES);
    return `${readable(bytes)}${cut ? '\n… (the page holds the first 64 kB)' : ''}`;
  };
  return { ...summary, ticks: summary.ticks.slice(0, MAX_TICKS), input: part('in'), output: part('out') };
}
