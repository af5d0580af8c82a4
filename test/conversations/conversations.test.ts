import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pullImage } from '../../src/engine/images/pull.ts';
import { api, createEngine } from '../../src/index.ts';
import { askRaw, JSON_BODY } from '../fixtures/ask-raw.ts';
import { conversations } from './all.ts';
import { type Ask, converse } from './conversation.ts';

test.each(Object.keys(conversations))('%s: the engine answers what dockerd answered', async name => {
  const engine = createEngine();
  const daemon = api(engine);
  const ask: Ask = (method, target, body) =>
    askRaw(daemon, method, target, body === undefined ? {} : { headers: JSON_BODY, body });
  pullImage(engine, 'busybox');
  const now = () => (Number(engine.clock.lastNs() / 1000n) / 1e6).toFixed(6);
  const recorded = JSON.parse(readFileSync(new URL(`recorded/${name}.json`, import.meta.url), 'utf8'));
  expect(await converse(ask, conversations[name] ?? [], now)).toEqual(recorded);
});
