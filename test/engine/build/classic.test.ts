import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { pullImage } from '../../../src/engine/images/pull.ts';
import { joinChunks } from '../../../src/support/join-chunks.ts';
import { cases } from './classic/cases.ts';
import { type Ask, type BuildOutcome, playCase } from './classic/play.ts';

const recorded: Record<string, BuildOutcome> = JSON.parse(
  readFileSync(new URL('classic/recorded.json', import.meta.url), 'utf8'),
);

function askOf(): Ask {
  const engine = createEngine();
  pullImage(engine, 'busybox');
  const daemon = api(engine);
  return async (method, target, body, contentType) => {
    const reply = await daemon({
      method,
      target,
      headers: contentType === undefined ? [] : [['Content-Type', contentType]],
      body: (async function* () {
        if (body !== undefined) yield body;
      })(),
      signal: new AbortController().signal,
    });
    if ('hijack' in reply) throw new Error(`${method} ${target} was hijacked`);
    const bytes = reply.body instanceof Uint8Array ? reply.body : await joinChunks(reply.body);
    return { status: reply.status, body: bytes };
  };
}

describe('the classic builder against the recorded dockerd', () => {
  for (const build of cases) {
    test(build.name, async () => {
      expect(await playCase(askOf(), build)).toEqual(recorded[build.name]);
    });
  }
});
