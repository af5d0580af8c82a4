import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { toPage } from '../../src/recording/show/page.ts';
import { root } from '../tidy/source-file.ts';

/** Debian's, or the one that CHROMIUM names. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const scratch = mkdtempSync(join(tmpdir(), 'dockless-page-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe.skipIf(!existsSync(executablePath))('the page of a recording (skipped without Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(() => browser?.close());

  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    test(`${width}x${height}: search, open, events`, { timeout: 60_000 }, async () => {
      const file = join(scratch, `${width}.html`);
      writeFileSync(file, toPage(readRecording(join(root, 'test/recording/sessions/streams')), 'streams'));
      const page = await browser.newPage({ viewport: { width, height } });
      const errors: string[] = [];
      page.on('pageerror', error => errors.push(error.message));
      await page.goto(`file://${file}`);
      expect(await page.textContent('#count')).toBe('49 of 49');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const events = await page.locator('.event title').allTextContents();
      expect(events.filter(title => title.includes('container die session'))).not.toEqual([]);
      await page.fill('#search', 'POST create busybox');
      expect(await page.textContent('#count')).toBe('3 of 49');
      await page.locator('.row').nth(1).click();
      expect(await page.textContent('#detail h2')).toBe('#9 POST /v1.51/containers/create?name=session');
      await page.keyboard.press('ArrowDown');
      expect(await page.textContent('#detail h2')).toMatch(/^#\d+ POST .*create\?name=session-web-1$/);
      await page.locator('.event').first().click({ force: true });
      expect(await page.textContent('#detail h2')).toMatch(/^#\d+ GET \/v1.51\/events/);
      expect(errors).toEqual([]);
      await page.close();
    });
  }
});
