import { expect, it } from 'vitest';
import { profilerStage } from '../../../../consumers/profiler/stage.js';
import { loadConfig } from '../../../../src/config/load-config.js';
import { fixedTask, settingsOf } from '../../../../src/config/model-settings.js';
import { objectivesByModel } from '../../../../src/config/objectives.js';
import type { EventLog } from '../../../../src/log/port.js';
import { lifeText } from '../../../../src/server/life/life-text.js';
import { lifeOf } from '../../../../src/server/life/life.js';
import { alertRecord } from '../feed-records.js';
import { MemoryLog } from '../../../oracle/memory-log.js';

const MINUTE = 60_000;
const T = Date.UTC(2026, 2, 2, 9);
const config = loadConfig(
  'partitions: 1\nmodels: { shop: { objectives: [{ name: clicks, weight: 1 }, { name: dwell, weight: 0 }] } }',
  'the test',
);

async function lifeAfter(scores: Readonly<Record<string, number>>) {
  const log = new MemoryLog();
  const append = (topic: string, event: object): void =>
    log.append({ topic, key: 'a', value: Buffer.from(JSON.stringify(event)) }, T + 10 * MINUTE);
  append('predictions', { id: 'a', model: 'shop', version: '1', time: T, features: {}, prediction: 2, scores });
  append('outcomes', { id: 'a', model: 'shop/clicks', time: T + 5 * MINUTE, outcome: 1 });
  return lifeOf(
    { id: 'a' },
    {
      log: log as unknown as EventLog,
      partitions: 1,
      profiler: profilerStage({
        ...settingsOf(config),
        taskOf: (model) => fixedTask(config, model),
        objectivesByModel: objectivesByModel(config),
      }),
      paneOf: (model) => settingsOf(config, model).pane,
    },
  );
} // prettier-ignore

it('the life of a prediction of several objectives has that of each component', async () => {
  const life = await lifeAfter({ clicks: 0.2, dwell: 0.5 });
  expect(life.records).toMatchObject([
    { fate: 'accepted', panes: [{ start: T }, { start: T, component: 'shop/clicks' }, { start: T, component: 'shop/dwell' }] },
    { fate: 'accepted', joined: true, panes: [{ side: 'outcome', start: T + 5 * MINUTE }] },
  ]); // prettier-ignore
  expect(life.models.map(({ model, predictedAt, delay }) => [model, predictedAt, delay])).toEqual([
    ['shop', T, null],
    ['shop/clicks', T, 5 * MINUTE],
    ['shop/dwell', T, null],
  ]);
  expect(lifeText(life)).toContain('counted in the prediction pane 2026-03-02T09:00:00.000Z to 2026-03-02T09:05:00.000Z of shop/dwell, version 1'); // prettier-ignore
});

it('a score that is refused leaves the prediction accepted', async () => {
  const life = await lifeAfter({ clicks: 0.2, dwell: 34 });
  expect(life.records[0]).toMatchObject({ fate: 'accepted', reason: null, panes: [{}, { component: 'shop/clicks' }] }); // prettier-ignore
});

it('an alert in a life says since when, and since when outcomes show it', async () => {
  const { models, ...life } = await lifeAfter({ clicks: 0.2, dwell: 0.5 });
  const alert = alertRecord({ onset: T, shownSince: T + 90 * MINUTE, onsetWithin: 60 * MINUTE });
  const text = lifeText({ ...life, models: [{ ...models[0]!, alerts: [alert] }] });
  expect(text).toContain('began about 2026-03-02T09:00:00.000Z (outcomes show it since 2026-03-02T10:30:00.000Z), fired'); // prettier-ignore
});
