/**
 * Sends random histories of calls to a live daemon and to a fresh engine side by side, and prints where their answers
 * differ, each kind of difference once with the shortest history that shows it:
 * `npm run differential -- --live unix:///path [--seed N] [--calls N] [--no-shrink]`. Seed 2 begins with history 2000;
 * `--seed 2.007 --calls 30` is history 2007 alone.
 * The live daemon is cleaned on the way.
 */
import { parseArgs } from 'node:util';
import { live } from '../../src/transport/live.ts';
import { cleanDaemon, forgetBuilds } from './clean-daemon.ts';
import { Docker } from './client.ts';
import { luckOf, type RandomCall } from './random/draw.ts';
import { eventFilters, randomHistory } from './random/history.ts';
import { SideBySide, type Step } from './side-by-side.ts';

/** Both sides start anew after so many calls, so that one difference does not spoil all that follow. */
const HISTORY = 30;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    live: { type: 'string' },
    seed: { type: 'string', default: '1' },
    calls: { type: 'string', default: '300' },
    shrink: { type: 'boolean', default: true },
  },
});
if (values.live === undefined) throw new Error('name the live daemon: --live unix:///path/docker.sock');
const real = new Docker(live(values.live));
const tally = { calls: 0, sameStatus: 0, same: 0 };
const shown = new Set<string>();
await cleanDaemon(real);
await forgetBuilds(real, ['hello-world']);
const images = await baseImages();

for (let history = 0; tally.calls < Number(values.calls); history += 1) {
  const seed = Math.round(Number(values.seed) * 1000) + history;
  const calls = randomHistory(seed, HISTORY);
  const filters = eventFilters(luckOf(seed));
  const steps = await play(calls, filters);
  for (const [index, step] of steps.entries()) {
    tally.calls += 1;
    if (step.differences.every(({ where }) => where !== 'status')) tally.sameStatus += 1;
    if (step.differences.length === 0) tally.same += 1;
    else await tell(seed, calls.slice(0, index), step, filters);
  }
}
await renew();
const percent = (part: number) => `${((100 * part) / tally.calls).toFixed(1)} %`;
process.stdout.write(
  `${tally.calls} calls: status ${percent(tally.sameStatus)}, whole answer ${percent(tally.same)}\n`,
);
process.exit();

async function play(calls: readonly RandomCall[], filters: object): Promise<Step[]> {
  await renew();
  return (await SideBySide.begin(real)).play(calls, filters);
}

/** Nothing but the images the daemon had in the beginning, under their names. */
async function renew(): Promise<void> {
  await cleanDaemon(real);
  const now = await tagsNow();
  for (const [tag, id] of now) if (images.tags.get(tag) !== id) await real.delete(`/images/${tag}?force=1`);
  await real.post('/images/prune');
  if ([...images.tags].every(([tag, id]) => now.get(tag) === id)) return;
  await real.post('/images/load', images.archive, { headers: [['Content-Type', 'application/x-tar']] });
}

async function tagsNow(): Promise<Map<string, string>> {
  const tags = new Map<string, string>();
  const { json } = await real.get('/images/json');
  for (const { Id, RepoTags } of json) for (const tag of RepoTags ?? []) tags.set(tag, Id);
  return tags;
}

/** The daemon's images as one archive. */
async function baseImages(): Promise<{ tags: Map<string, string>; archive: Uint8Array }> {
  const tags = await tagsNow();
  const names = [...tags.keys()].map(name => `names=${name}`).join('&');
  return { tags, archive: (await real.get(`/images/get?${names}`)).body };
}

async function tell(seed: number, before: readonly RandomCall[], step: Step, filters: object): Promise<void> {
  const sign = signOf(step);
  if (shown.has(sign)) {
    process.stdout.write(`seed ${seed}, again: ${sign}\n`);
    return;
  }
  shown.add(sign);
  const events = step.call.path.startsWith('/events?since=0.0');
  const needed = values.shrink ? await shrink(before, step, filters, events) : before.slice(-3);
  process.stdout.write(
    `seed ${seed}: ${line(step.call)}\n${needed.map(call => `      after ${line(call)}\n`).join('')}`,
  );
  for (const { where, recorded, actual } of step.differences.slice(0, 5)) {
    process.stdout.write(
      `   ${where}\n      docker:   ${recorded.slice(0, 400)}\n      dockless: ${actual.slice(0, 400)}\n`,
    );
  }
}

/** Leaves out halves, then quarters, then single calls, as long as the last one still differs in the same way. */
async function shrink(
  before: readonly RandomCall[],
  step: Step,
  filters: object,
  events: boolean,
): Promise<readonly RandomCall[]> {
  let kept = before;
  for (let size = Math.ceil(kept.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = kept.length - size; at > -size; at -= size) {
      const fewer = kept.filter((_, index) => index < at || index >= at + size);
      const steps = await play(events ? fewer : [...fewer, step.call], filters);
      const last = steps.at(events ? -1 : -2);
      if (last !== undefined && signOf(last) === signOf(step)) kept = fewer;
    }
  }
  return kept;
}

/** What tells one kind of difference from another. */
function signOf({ call, differences }: Step): string {
  const [first] = differences;
  if (first === undefined) return '';
  const operation = `${call.method} ${call.path.replace(/\?.*/, '').replace(/^(\/\w+\/)[^/]+/, '$1…')}`;
  const numberless = (text: string) => text.replace(/[0-9a-f]{8,}|\d+/g, '#').slice(0, 80);
  return `${operation} ${numberless(first.where)} ${numberless(first.recorded)} | ${numberless(first.actual)}`;
}

function line({ method, path, body, version, settles: _, ...rest }: RandomCall): string {
  const text = body === undefined ? '' : ` ${typeof body === 'string' ? body : JSON.stringify(body)}`;
  const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  return `${method} ${version ?? ''}${decodeURIComponent(path)}${text}${more}`;
}
