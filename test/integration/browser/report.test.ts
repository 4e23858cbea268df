/** The report in a real browser, as a file. A violation of its policy, a request or an error in the console fails it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../../src/report/report.js';
import { summarize } from '../../../src/report/summary.js';
import { chromiumArguments, chromiumPath } from '../../services/chromium.js';
import { story } from '../../unit/backtest/history.js';
import { NASTY, resultOf } from '../../unit/report/result.js';

const executablePath = chromiumPath();
/** Where screenshots go, for people to look at; none are made unless it is set. */
const screenshots = process.env['LEEWAY_SCREENSHOTS'];
const look = fileURLToPath(new URL('../../../src/dashboard/style.css', import.meta.url));

describe.skipIf(executablePath === undefined)('the report of a backtest', () => {
  let browser: Browser;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: [...chromiumArguments] });
    folder = mkdtempSync(join(tmpdir(), 'leeway-report-'));
    const result = resultOf(story({ days: 60, turnsOn: 45, rowsADay: 48 }));
    const path = join(folder, 'report.html');
    writeFileSync(path, renderReport(result, summarize(result, '1'), readFileSync(look, 'utf8')));
    url = pathToFileURL(path).href;
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    [360, 'light'],
    [390, 'dark'],
    [700, 'light'],
    [1280, 'light'],
    [1280, 'dark'],
    [1600, 'light'],
  ] as const)('fits %i pixels, %s, asks for nothing, and shows what it has', async (width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== url) complaints.push(request.url());
    });
    await page.goto(url);
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(overflow).toBe(0);
    expect(await page.locator('h1').textContent()).toBe('m');
    expect(await page.getByRole('img', { name: /^Accuracy by day/ }).isVisible()).toBe(true);
    expect(await page.locator('.strip-title').allTextContents()).toContain(NASTY);
    expect(await page.locator('img').count()).toBe(0);
    // The look has been applied: a hash that does not fit would leave the page bare.
    expect(
      await page.locator('.card').first().evaluate('(card) => getComputedStyle(card).borderTopLeftRadius'),
    ).not.toBe('0px');
    if (screenshots !== undefined)
      await page.screenshot({
        path: join(screenshots, `report-${width}-${colorScheme}.png`),
        fullPage: true,
      });
    await context.close();
    expect(complaints).toEqual([]);
  });
});
