/** The live page in a real browser, on a real log. A violation of the policy or an error in the console fails it. */
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, JANUARY, metricsRecord, statusRecord } from '../../unit/server/feed-records.js';
import { chromiumArguments, chromiumPath } from '../../services/chromium.js';
import { startFixture, type Fixture } from '../server/fixture.js';
import { MODEL, open, openAlert, status, story } from './story.js';

const executablePath = chromiumPath();
/** Where screenshots go, for people to look at; none are made unless it is set. */
const screenshots = process.env['LEEWAY_SCREENSHOTS'];

describe.skipIf(executablePath === undefined)('the live page', () => {
  let browser: Browser;
  let fixture: Fixture;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: [...chromiumArguments] });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    fixture = await startFixture();
    page = await openPage({ width: 1280, height: 900 });
  });
  afterEach(async () => {
    await page.context().close();
    await fixture.close();
    expect(complaints).toEqual([]);
  });

  async function openPage(
    viewport: { width: number; height: number },
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<Page> {
    const context = await browser.newContext({ viewport, colorScheme });
    const opened = await context.newPage();
    complaints = [];
    listen(opened);
    return opened;
  }

  /** Errors of scripts and violations of the content security policy both end in the console. */
  function listen(opened: Page): void {
    opened.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    opened.on('pageerror', (error) => complaints.push(error.message));
  }

  /** A tile of the head: value, and what stands below it. */
  async function tile(of: Page, name: string): Promise<string[]> {
    const found = of.locator('#facts > div').filter({ has: of.getByText(name, { exact: true }) });
    return (await found.locator('dd').allTextContents()).map((text) => text.replaceAll('\u00a0', ' '));
  }

  it('says what to do as long as there is nothing, and fills itself when there is', async () => {
    await page.goto(fixture.url);
    await page.getByRole('heading', { name: 'Waiting for the first prediction' }).waitFor();
    await page.getByText(`curl ${fixture.url}/v1/predictions`).waitFor();
    await fixture.publish([statusRecord(), metricsRecord({ resolution: 'rolling' })]);
    await page.getByRole('heading', { name: 'flights', exact: true }).waitFor();
    await page.getByText('No alerts.').waitFor();
    await page.getByText('No retraining yet.').waitFor();
    expect(await tile(page, 'Budget of false alarms')).toEqual([
      '1 per 90 days',
      'at most, over all that is watched',
    ]);
    expect(await tile(page, 'Measured precision')).toEqual(['not marked yet', 'there has been no alert']);
    await page.getByText('Nothing to compare yet.').waitFor();
    await fixture.publish([
      metricsRecord({ resolution: 'rolling', start: JANUARY + HOUR, values: { accuracy: 0.75 } }),
    ]);
    await page.getByRole('group', { name: /Rolling accuracy is 0\.750/ }).waitFor();
  });

  it('shows the books, the chart with its marks, drift, alerts and versions', async () => {
    await fixture.publish(story());
    await page.goto(fixture.url);
    const chart = page.getByRole('group', { name: /Rolling accuracy is 0\.\d+, Log loss by day is 0\.\d+/ });
    await chart.waitFor();
    expect(await chart.getAttribute('aria-label')).toContain('3 alerts and 3 version switches are marked');
    expect(await chart.locator('path.line').count()).toBeGreaterThanOrEqual(2);
    expect(await chart.locator('.switch-label').allTextContents()).toEqual(['v1', 'v2', 'v3']);
    expect(await page.locator('#facts dd').first().textContent()).toBe('v3');
    expect(await page.locator('#books dd').first().textContent()).toBe('2,999,894');
    expect(await page.locator('#feature-types').textContent()).toMatch(
      /^numeric: .*distance.*; categorical: .*origin/,
    );
    expect(await page.locator('#drift .row-label').allTextContents()).toContain('late_share_origin');
    expect(await page.locator('#drift path.level-4[d^="M"]').count()).toBe(2);
    await page.locator('#alerts').getByText('log loss rose from 0.470 to 0.660').waitFor();
    expect(await page.locator('#alerts .chip.cost').allTextContents()).toEqual([
      'costs 1,230 EUR a day',
      'costs 18,400 EUR a day',
    ]);
    await page.getByText('no better on the held-out days').waitFor();
    expect(await page.locator('#versions .chip').allTextContents()).toEqual([
      'training',
      'promoted',
      'rejected',
      'promoted',
      'promoted',
    ]);
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('shows what is not decided yet as such, until it is', async () => {
    await fixture.publish([...story(), open(0.76)]);
    await page.goto(fixture.url);
    const chart = page.getByRole('group', { name: /Rolling accuracy is provisionally 0\.760/ });
    await chart.waitFor();
    expect(await chart.locator('.open-point').count()).toBe(2);
    expect(await chart.locator('.open-line').count()).toBe(2);
    expect(await chart.locator('.panel-open').allTextContents()).toEqual([
      'provisional 0.760',
      'provisional 0.520',
    ]);
    await chart.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.locator('#performance [aria-live]').textContent())
      .toMatch(/Rolling accuracy, provisional: 0\.760 \(n = 1000 so far\)/);
    await fixture.publish([open(0.75)]);
    await page.getByText('provisional 0.750').waitFor();
    const closed = { model: MODEL, version: '3', resolution: 'rolling', start: JANUARY + 181 * 24 * HOUR };
    await fixture.publish([
      metricsRecord({ ...closed, end: JANUARY + (181 * 24 + 8) * HOUR, values: { accuracy: 0.749 } }),
    ]);
    await page.getByRole('group', { name: /Rolling accuracy is 0\.749, Log loss/ }).waitFor();
    expect(await page.locator('#performance .panel-open').allTextContents()).toEqual(['provisional 0.520']);
  });

  it('shows a model whose first pane is still open', async () => {
    await fixture.publish([statusRecord({ model: MODEL }), open(0.8)]);
    await page.goto(fixture.url);
    await page.getByRole('group', { name: /^Rolling accuracy is provisionally 0\.800/ }).waitFor();
    expect(await page.locator('#performance .open-point').count()).toBe(2);
    expect(await page.locator('#performance .dot').count()).toBe(0);
  });

  it('shows names as text, whatever is in them', async () => {
    await fixture.publish([...story(), statusRecord({ model: '<b>other</b>' })]);
    await page.goto(`${fixture.url}/?model=${MODEL}`);
    await page
      .locator('#alerts')
      .getByText('destination <img src=x onerror=alert(1)> in the evening')
      .waitFor();
    expect(await page.locator('#alerts img').count()).toBe(0);
    expect(await page.getByLabel('Model').locator('option').allTextContents()).toEqual([
      '<b>other</b>',
      MODEL,
    ]);
  });

  it('acknowledges an alert: the command is in the log, and the answer of the evaluator on the page', async () => {
    await fixture.publish(story());
    await page.goto(fixture.url);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByRole('button', { name: 'Acknowledging' }).waitFor();
    await expect.poll(() => fixture.contents('commands')).toHaveLength(1);
    const [command] = await fixture.contents('commands');
    expect(JSON.parse(command!.value!.toString())).toMatchObject({
      action: 'acknowledge',
      alert: 'june',
      model: MODEL,
    });
    await fixture.publish([openAlert('acknowledged')]);
    await page.getByText('acknowledged by anonymous').waitFor();
    expect(await page.locator('#announcer').textContent()).toContain('Alert on accuracy acknowledged');
    expect(await page.getByRole('button', { name: /Acknowledg/ }).count()).toBe(0);
  });

  const marks = (of: Page) => of.getByRole('group', { name: 'Was it real? Alert on accuracy' });

  it('marks an alert: on every open page, counted beside the budget, and taken back', async () => {
    await fixture.publish(story());
    await page.goto(fixture.url);
    const other = await page.context().newPage();
    listen(other);
    await other.goto(fixture.url);
    for (const each of [page, other])
      await expect
        .poll(() => tile(each, 'Measured precision'))
        .toEqual(['100%', '95% interval 21% to 100%\n1 real of 3 alerts']);
    const button = marks(page).getByRole('button', { name: 'False' });
    await button.focus();
    await page.keyboard.press('Space');
    await page.getByText('In the log; waiting for the model to take it').waitFor();
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    const said = { action: 'mark', alert: 'june', model: MODEL, by: 'anonymous' };
    const commands = async () =>
      (await fixture.contents('commands')).map(({ value }) => JSON.parse(value!.toString()) as object);
    expect(await commands()).toMatchObject([{ ...said, mark: 'false' }]);

    const mark = { mark: 'false', by: 'ada', at: JANUARY + HOUR, note: 'a fair' } as const;
    await fixture.publish([openAlert('firing', mark)]);
    for (const each of [page, other]) {
      await each
        .locator('.mark-said')
        .getByText('Marked false by ada, 1 Jan 2001, 01:00 UTC: a fair')
        .waitFor();
      expect(await marks(each).locator('[aria-pressed="true"]').allTextContents()).toEqual(['False']);
      await expect
        .poll(() => tile(each, 'Measured precision'))
        .toEqual(['50%', '95% interval 9% to 91%\n1 real, 1 false of 3 alerts']);
      expect(await each.locator('#announcer').textContent()).toContain(
        'Alert on accuracy marked false by ada',
      );
    }
    expect(await page.evaluate('document.activeElement.id')).toBe('mark-false-june');

    await page.keyboard.press('Enter');
    await expect.poll(commands).toMatchObject([{ mark: 'false' }, { ...said, mark: null }]);
    await fixture.publish([openAlert('firing')]);
    for (const each of [page, other]) {
      await expect.poll(() => marks(each).locator('[aria-pressed="true"]').count()).toBe(0);
      await expect.poll(() => tile(each, 'Measured precision')).toContain('100%');
    }
    expect(await marks(page).locator('..').locator('.mark-said').count()).toBe(0);
  });

  it('says why the server has refused a mark, and takes another try', async () => {
    await fixture.publish(story());
    await page.goto(fixture.url);
    await page.route('**/mark', async (route) => {
      const headers = { ...route.request().headers(), origin: 'http://elsewhere.example' };
      await route.fulfill({ response: await route.fetch({ headers }) });
    });
    await marks(page).getByRole('button', { name: 'Expected' }).click();
    await page.getByRole('alert').getByText('may not send commands or events').waitFor();
    expect(await marks(page).locator('[aria-pressed="true"]').count()).toBe(0);
    expect(await fixture.contents('commands')).toEqual([]);
    expect(complaints.splice(0)).toEqual([expect.stringContaining('403')]);
    await page.unroute('**/mark');
    await marks(page).getByRole('button', { name: 'Expected' }).click();
    await expect.poll(() => fixture.contents('commands')).toHaveLength(1);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('can be read with the keyboard alone', async () => {
    await fixture.publish(story());
    await page.goto(fixture.url);
    await page.getByRole('group', { name: /Rolling accuracy/ }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.locator('#performance [aria-live]').textContent())
      .toMatch(/2 Jan.*Rolling accuracy: 0\.\d+ \(n = 1000\)/);
  });

  it('asks for a retraining', async () => {
    await fixture.publish(story());
    await page.goto(fixture.url);
    await page.getByRole('button', { name: 'Ask for a retraining' }).click();
    await page.getByText('Asked for.').waitFor();
    const [command] = await fixture.contents('commands');
    expect(JSON.parse(command!.value!.toString())).toMatchObject({ action: 'retrain', model: MODEL });
  });

  it('is live again by itself after the connection broke, and has missed nothing', async () => {
    await fixture.publish([status(10)]);
    await page.goto(fixture.url);
    await page.getByText('Live', { exact: true }).waitFor();
    await fixture.feed.disconnect();
    await fixture.publish([status(20)]);
    await expect
      .poll(() => page.locator('#books dd').first().textContent(), { timeout: 30_000 })
      .toBe('331,480');
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it.each([
    ['wide', 1280, 'light'],
    ['wide', 1280, 'dark'],
    ['small', 390, 'light'],
    ['small', 390, 'dark'],
    ['smallest', 360, 'light'],
    ['smallest', 360, 'dark'],
    ['widest', 1600, 'light'],
    ['widest', 1600, 'dark'],
  ] as const)('fits a %s window of %i pixels, %s', async (_name, width, scheme) => {
    await fixture.publish([...story(), open(0.76)]);
    await page.context().close();
    page = await openPage({ width, height: 900 }, scheme);
    await page.goto(fixture.url);
    await page.locator('#drift path.level-4').first().waitFor({ state: 'attached' });
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(overflow).toBe(0);
    if (screenshots !== undefined)
      await page.screenshot({ path: join(screenshots, `${width}-${scheme}.png`), fullPage: true });
  });
});
