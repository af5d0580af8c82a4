import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coreBundle } from '../bench/core-bundle.ts';
import { root } from '../tidy/source-file.ts';

/** Debian's, or the one that CHROMIUM names. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

test('what a browser loads of dockless stands by itself, and is as large as the README says', async () => {
  const { imports, gzipped } = await coreBundle();
  expect(imports).toEqual([]);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, told] = /is some (\d+) KB gzipped/.exec(readme) ?? [];
  const kilobytes = gzipped / 1024;
  expect(Number(told), `it is ${Math.round(kilobytes)} KB`).toBeGreaterThan(kilobytes * 0.95);
  expect(Number(told), `it is ${Math.round(kilobytes)} KB`).toBeLessThan(kilobytes * 1.05);
});

const EXAMPLE = join(root, 'examples/a-browser-page');

/** The example as its users would bundle it, but for the package's name, which is this checkout's source here. */
async function pageScript(): Promise<string> {
  const { output } = await build({
    input: join(EXAMPLE, 'page.ts'),
    platform: 'browser',
    tsconfig: false, // whose paths are for Node
    write: false,
    logLevel: 'silent',
    resolve: {
      alias: { 'dockless/msw': join(root, 'src/msw-browser.ts'), dockless: join(root, 'src/index.ts') },
    },
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
        '/': ['text/html', readFileSync(join(EXAMPLE, 'index.html'))],
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
        page.setDefaultTimeout(60_000);
        const errors: string[] = [];
        page.on('pageerror', error => errors.push(String(error)));
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        await page.getByText('/cat: Up').waitFor();
        expect(await page.locator('#version').textContent()).toBe('28.5.2');
        await page.getByRole('button', { name: 'Run' }).click();
        await page.getByText(/^hello from [0-9a-f]{12}\s+exit code 3$/).waitFor();
        await page.getByText(/: Exited \(3\)/).waitFor();
        await page.getByLabel('line').fill('from the page');
        await page.getByRole('button', { name: 'Type' }).click();
        await page.locator('#echo', { hasText: 'from the page' }).waitFor();
        expect(errors).toEqual([]);
      } finally {
        await browser.close();
      }
    });
  },
);
