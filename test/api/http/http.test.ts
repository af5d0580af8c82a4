import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { askRaw, newEngine } from '../../fixtures/ask-raw.ts';
import type { RecordedRequest } from './requests.ts';

interface Recorded {
  readonly request: RecordedRequest;
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

/** What dockerd 28.5.2 answered: written by record.ts. */
const recorded: Recorded[] = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8'));

const daemon = api(newEngine());

const named = recorded.map(one => {
  const { method, target, body = '' } = one.request;
  return [`${method} ${target} ${body}`.trim(), one] as const;
});

test.for(named)('%s', async ([, { request, status, headers, body }], { skip }) => {
  const target = String.fromCharCode(...new TextEncoder().encode(request.target));
  const answer = await askRaw(daemon, request.method, target, request);
  const unsimulated = answer.status === 501 && status !== 501;
  if (unsimulated) skip('not simulated yet');
  expect({
    status: answer.status,
    headers: answer.headers
      .filter(line => line !== 'Connection: close')
      .map(line => line.replace(/^Date: .*/, 'Date: DATE')),
    body: answer.body,
  }).toEqual({ status, headers, body });
});
