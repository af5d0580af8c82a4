import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { askRaw, JSON_BODY } from '../../fixtures/ask-raw.ts';
import { engineWithBusybox } from '../../fixtures/engine.ts';
import { SCENE_VERSIONS, scene } from './scene.ts';

/** What dockerd 28.5.2 showed at each version: written by record.ts. */
const recorded = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8'));

test.each(SCENE_VERSIONS)('what a client of API %s sees', async version => {
  const daemon = api(engineWithBusybox());
  const seen = await scene(async (method, path, body) => {
    const options = body === undefined ? {} : { headers: JSON_BODY, body: JSON.stringify(body) };
    const answer = await askRaw(daemon, method, `/v${version}${path}`, options);
    const headers = Object.fromEntries(
      answer.headers.map(line => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 2),
      ]),
    );
    const isJson = headers['content-type'] === 'application/json' && answer.body !== '';
    return { status: answer.status, headers, json: isJson ? JSON.parse(answer.body) : answer.body };
  }, version);
  const told = JSON.parse(JSON.stringify(seen));
  expect(told).toEqual(recorded[version]);
});
