/** A story told to a Leeway that runs with nothing configured: what happens in it is noticed while it is told. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import type { AlertRecord } from '../../../src/records/feed.js';
import { killRunning } from '../demo/cli-process.js';
import { removeTemporaryFolders } from '../demo/temporary-folder.js';
import { onBothEngines } from './engines.js';
import { booksOnce, command, jsonOf, start } from './leeway.js';

afterEach(killRunning);
afterAll(removeTemporaryFolders);

const MODEL = 'recommender';
const SALE = Date.parse('2025-03-03T00:00:00Z');
const HOUR = 3_600_000;

interface Replayed {
  readonly models: readonly {
    readonly alerts: readonly {
      readonly came: { readonly id: string } | null;
      readonly wouldCome: { readonly id: string } | null;
    }[];
  }[];
}

await onBothEngines('a sale', (newPlace) => {
  it('is noticed within hours, each change by its name, and the log is read beside it', async () => {
    const place = newPlace();
    const leeway = await start(place);
    const truth = join(place.data, 'truth.json');
    const told = await command(place, ['simulate', 'sale', '--url', await leeway.url(), '--truth', truth]);
    expect(told.exit).toEqual({ code: 0, signal: null });
    await booksOnce(
      leeway,
      MODEL,
      ({ predictions, outcomes }) => predictions.joined > 200_000 && outcomes.read === predictions.read,
    );
    const alerts = await leeway.until('all of its alerts', async () => {
      const answer = await leeway.get<{ alerts: AlertRecord[] }>('/api/alerts');
      return answer && answer.alerts.length >= 4 ? answer.alerts : undefined;
    });
    expect(alerts.map(({ metric, change }) => `${change} ${metric}`).sort()).toEqual([
      'data drift:category_viewed',
      'quality failures',
      'quality latency',
      'traffic volume',
    ]);
    // Requests begin to fail twelve hours into the sale.
    for (const { firedAt, metric } of alerts) {
      expect(firedAt).toBeGreaterThan(SALE);
      expect(firedAt).toBeLessThanOrEqual(SALE + (metric === 'failures' ? 18 : 8) * HOUR);
    }
    // Nothing has to be stopped for a question: the same policy, asked again, gives the same alerts.
    const policy = join(place.data, 'policy.yaml');
    writeFileSync(policy, 'alerts: { falseAlarms: 1 per 90 days }\n');
    const { models } = await jsonOf<Replayed>(place, ['replay', '--policy', policy]);
    expect(models[0]?.alerts.map(({ came, wouldCome }) => [came?.id, wouldCome?.id])).toEqual(
      alerts.toSorted((a, b) => a.firedAt - b.firedAt).map(({ id }) => [id, id]),
    );
    expect(await leeway.stop()).toEqual({ code: 0, signal: null });
  });
});
