import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coreBundle } from '../bench/core-bundle.ts';
import type { Seen } from './page.ts';

/** Debian's, or the one that CHROMIUM names. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

test('what a browser loads of dockless stands by itself, and is no larger than it should be', async () => {
  const { imports, bytes, gzipped } = await coreBundle();
  expect(imports).toEqual([]);
  expect(bytes).toBeLessThan(1_500 * 1024);
  expect(gzipped).toBeLessThan(500 * 1024);
});

async function pageScript(): Promise<string> {
  const { output } = await build({
    input: join(import.meta.dirname, 'page.ts'),
    platform: 'browser',
    write: false,
    logLevel: 'silent',
    output: { format: 'esm', codeSplitting: false },
  });
  return output[0].code;
}

describe.skipIf(!existsSync(executablePath))(
  `in a page of ${executablePath} (skipped where that is not there)`,
  () => {
    let server: Server;
    beforeAll(async () => {
      const worker = readFileSync(fileURLToPath(import.meta.resolve('msw/mockServiceWorker.js')));
      const files: Record<string, [type: string, body: string | Buffer]> = {
        '/': ['text/html', '<!doctype html><script type="module" src="/page.js"></script>'],
        '/page.js': ['text/javascript', await pageScript()],
        '/mockServiceWorker.js': ['text/javascript', worker],
      };
      server = createServer(({ url = '/' }, reply) => {
        const [type, body] = files[url] ?? ['text/plain', 'not found'];
        reply.writeHead(files[url] === undefined ? 404 : 200, { 'Content-Type': type }).end(body);
      });
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    }, 60_000);
    afterAll(() => server?.close());

    test('fetch and a WebSocket drive an engine that runs in the page', { timeout: 120_000 }, async () => {
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      try {
        const page = await browser.newPage();
        const errors: string[] = [];
        page.on('pageerror', error => errors.push(String(error)));
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        await page.waitForFunction('globalThis.drive !== undefined');
        const seen = (await page.evaluate('drive()')) as Seen;
        expect(errors).toEqual([]);
        expect(seen).toEqual({
          version: '28.5.2',
          names: ['/cat'],
          created: 201,
          exitCode: { StatusCode: 3 },
          logs: 'done\r\n',
          missing: { message: 'No such container: none' },
          attached: 'from the page\n',
          closeCode: 1000,
        } satisfies Seen);
      } finally {
        await browser.close();
      }
    });
  },
);
