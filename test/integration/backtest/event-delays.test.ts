/** Files of events whose outcomes come late: how long they took is read off them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backtest, type Backtest } from '../../../src/backtest/backtest.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import { published, story } from '../../unit/backtest/history.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leeway-delays-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ofEvents(events: readonly (Prediction | Outcome)[], settings?: string): Promise<Backtest> {
  const path = join(folder, 'events.ndjson');
  writeFileSync(path, events.map((event) => published(event).toString()).join('\n'));
  const config = settings === undefined ? undefined : join(folder, 'leeway.yaml');
  if (config !== undefined) writeFileSync(config, settings ?? '');
  return backtest({
    files: [path],
    wishes: {},
    begin: 0,
    badShare: 0.01,
    temporary: folder,
    ...(config !== undefined && { config }),
  });
}

const horizonOf = ({ choices }: Backtest) => choices.find(({ setting }) => setting === 'horizon');

it('joins outcomes that come ten days late', async () => {
  const result = await ofEvents(story({ days: 60, rowsADay: 20, delay: 240 }));
  expect(horizonOf(result)).toEqual({
    setting: 'horizon',
    value: '13d',
    reason: 'the latest outcome came 10.0 days after its prediction',
  });
  expect(result.models[0]?.status?.books.predictions).toMatchObject({ read: 1200, joined: 1200 });
});

it('measures by the first outcome of a prediction, and of no other model', async () => {
  const events = story({ days: 3, rowsADay: 20, delay: 24 });
  const again = events.flatMap((event) =>
    event.kind === 'outcome'
      ? [
          { ...event, time: event.time + 40 * 86_400_000 },
          { ...event, model: 'other', time: event.time + 60 * 86_400_000 },
        ]
      : [],
  );
  const result = await ofEvents([...events, ...again]);
  expect(result.span.longestDelay).toBe(86_400_000);
});

it('says so where there is nothing to measure', async () => {
  const events = story({ days: 3, rowsADay: 20 });
  const predictions = events.filter(({ kind }) => kind === 'prediction');
  expect(horizonOf(await ofEvents(predictions))?.reason).toBe(
    'the files hold no outcomes; this is the default',
  );
  const strangers = events.map((event) =>
    event.kind === 'outcome' ? { ...event, id: `not-${event.id}` } : event,
  );
  expect(horizonOf(await ofEvents(strangers))?.reason).toBe(
    'no outcome in the files has the model and id of a prediction; this is the default',
  );
});

it('shows what a file says in the place of what would follow from the history', async () => {
  const events = story({ days: 40, rowsADay: 24 });
  const { choices, models } = await ofEvents(
    events,
    'reference: { units: 21 }\nretraining: { holdout: 7d }\nmodels: { m: { pane: 2h } }\n',
  );
  const reason = `${join(folder, 'leeway.yaml')} says so`;
  expect(choices.filter((choice) => choice.reason === reason)).toEqual([
    { setting: 'reference', value: '21 days', reason },
    { setting: 'pane of m', value: '2h', reason },
  ]);
  expect(choices.find(({ setting }) => setting === 'pane')?.value).toBe('6h');
  expect(new Set(models[0]?.outcomes.map(({ end, start }) => end - start))).toEqual(new Set([86_400_000]));
});
