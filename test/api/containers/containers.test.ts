import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { pullImage } from '../../../src/engine/images/pull.ts';
import { askText } from '../../fixtures/ask.ts';
import { normalise, parseAnswer } from './normalise.ts';

const directory = new URL('recorded/', import.meta.url);

/** What dockerd 28.5.2 answered to each step of a scene, in order, byte for byte but for chance (record.ts). */
describe.each(readdirSync(directory))('%s', file => {
  const engine = createEngine({ clock: 'auto' });
  for (const image of ['busybox', 'alpine']) pullImage(engine, image);
  const daemon = api(engine);
  for (const line of readFileSync(new URL(file, directory), 'utf8').trimEnd().split('\n')) {
    const [method, path, body, status, answer] = JSON.parse(line);
    if (typeof method === 'number') {
      test(`${method} ms pass`, () => engine.advance(method));
      continue;
    }
    const asked = body === null ? '' : ` ${typeof body === 'string' ? body : JSON.stringify(body)}`;
    test(`${method} ${decodeURIComponent(path)}${asked}`, async () => {
      const now = String(Number(engine.clock.lastNs()) / 1e9);
      const { status: ours, text } = await askText(
        daemon,
        method,
        path.replace('NOW', now).replace('START', '0'),
        body ?? undefined,
      );
      const shown = normalise(parseAnswer(text));
      expect({ status: ours, answer: shown }).toEqual({ status, answer });
      // The order of fields too.
      expect(JSON.stringify(shown)).toBe(JSON.stringify(answer));
    });
  }
});
