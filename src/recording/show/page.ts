import type { Recording } from '../frame.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-parts.ts';
import { type ExchangeSummary, readableContent, summaries } from './summary.ts';

/** How much of a body the page holds, each way. */
const MAX_SHOWN_BYTES = 64 * 1024;
const MAX_TICKS = 2_000;

/** The recording as one self-contained page: a timeline, and each exchange to open and to search. */
export function toPage(recording: Recording, title: string): string {
  const { header } = recording;
  const all = summaries(recording);
  const data = {
    startedAt: header.startedAt,
    daemon:
      header.daemon === undefined ? '' : `Docker ${header.daemon.version}, API ${header.daemon.apiVersion}`,
    scrubbed: header.scrubbed,
    lastUs: recording.frames.at(-1)?.t ?? 0,
    exchanges: all.map(summary => shown(recording, summary)),
    events: daemonEvents(recording, all),
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
<details><summary>What was scrubbed</summary><p id="scrubbed"></p></details>
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
    const { text, cut } = readableContent(recording, summary, direction, MAX_SHOWN_BYTES);
    return `${text}${cut ? '\n… (the page holds the first 64 kB)' : ''}`;
  };
  const { exchange: _, ticks, ...rest } = summary;
  return { ...rest, ticks: ticks.slice(0, MAX_TICKS), input: part('in'), output: part('out') };
}

/** What GET /events told, each once, however many clients asked: `container start web`. */
function daemonEvents(recording: Recording, all: readonly ExchangeSummary[]): object[] {
  const found = new Map<string, object>();
  for (const { x, method, target, exchange } of all) {
    if (method !== 'GET' || !/^(\/v[\d.]+)?\/events(\?|$)/.test(target)) continue;
    for (const { frame } of exchange.frames) {
      if (frame.kind !== 'reply-bytes') continue;
      for (const line of new TextDecoder().decode(recording.bytes(frame)).split('\n')) {
        const label = labelOf(line);
        if (label !== undefined && !found.has(line)) found.set(line, { x, t: frame.t, label });
      }
    }
  }
  return [...found.values()];
}

function labelOf(line: string): string | undefined {
  try {
    const { Type, Action, Actor } = JSON.parse(line);
    return `${Type} ${Action} ${Actor?.Attributes?.name ?? String(Actor?.ID).slice(0, 12)}`;
  } catch {
    return undefined; // nothing, or an event in pieces
  }
}
