import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import type { Daemon } from '../../../src/exchange/exchange.ts';
import { newEngine } from '../../fixtures/ask-raw.ts';

/** One request, and what dockerd 28.5.2 answered it in this order (recorded once; ids and times replaced). */
interface Step {
  readonly method: string;
  readonly path: string;
  readonly json?: unknown;
  /** The body: one of the archives below. */
  readonly archive?: string;
  readonly status: number;
  readonly body: string;
}

interface Recorded {
  readonly steps: readonly Step[];
  /** By name, gzip and base64: images that are small, strange or hostile. */
  readonly archives: Readonly<Record<string, string>>;
}

const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/images/dockerd-answers.json', import.meta.url), 'utf8'),
) as Recorded;

async function answer(daemon: Daemon, step: Step): Promise<{ status: number; body: string }> {
  const body = bodyOf(step);
  const type = step.archive === undefined ? 'application/json' : 'application/x-tar';
  const reply = await daemon({
    method: step.method,
    target: `/v1.51${step.path}`,
    headers: body === undefined ? [] : [['Content-Type', type]],
    body: (async function* () {
      if (body !== undefined) yield body;
    })(),
    signal: new AbortController().signal,
  });
  if ('hijack' in reply) throw new Error('a hijacked answer');
  const chunks: Uint8Array[] = [];
  if (reply.body instanceof Uint8Array) chunks.push(reply.body);
  else for await (const chunk of reply.body) chunks.push(chunk);
  return { status: reply.status, body: Buffer.concat(chunks).toString() };
}

function bodyOf({ archive, json }: Step): Uint8Array | undefined {
  if (archive !== undefined) return gunzipSync(Buffer.from(recorded.archives[archive] as string, 'base64'));
  return json === undefined ? undefined : new TextEncoder().encode(JSON.stringify(json));
}

/** What differs from run to run, as the recording has it. */
function normalize(body: string, containerId: string): string {
  const text = body
    .replaceAll(/overlay2\/[0-9a-f]{64}/g, 'overlay2/L')
    .replaceAll(/"LastTagTime":"2[^"]*"/g, '"LastTagTime":"T"')
    .replaceAll(/docker-import-\d+/g, 'docker-import-N');
  if (containerId === '') return text;
  return text.replaceAll(containerId, '{CID}').replaceAll(containerId.slice(0, 12), '{CID12}');
}

test('images, and archives of containers, are answered as dockerd answered them', async () => {
  const daemon = api(newEngine());
  let containerId = '';
  const wrong: object[] = [];
  for (const [index, step] of recorded.steps.entries()) {
    const { status, body } = await answer(daemon, step);
    const shown = normalize(body, containerId);
    if (step.path.startsWith('/containers/create')) {
      if (containerId === '') containerId = (JSON.parse(body) as { Id: string }).Id;
      continue;
    }
    if (status === step.status && shown === step.body) continue;
    const { method, path, archive = '' } = step;
    wrong.push({
      index,
      call: `${method} ${path} ${archive}`,
      dockerd: [step.status, step.body],
      ours: [status, shown],
    });
  }
  expect(wrong).toEqual([]);
});
