import { expect, it } from 'vitest';
import type { FeedRecord, MetricsRecord, WeightsRecord } from '../../../src/records/feed.js';

interface State {
  model: string;
  apply(record: FeedRecord): void;
}

const page = async <Part>(file: string) =>
  (await import(new URL(`../../../src/dashboard/${file}`, import.meta.url).href)) as Part;
const { ModelState } = await page<{ ModelState: new () => State }>('model-state.js');
const { layOut } = await page<{
  layOut: (state: State, width: number) => { readonly weights: readonly object[] } | null;
}>('performance-layout.js');

const HOUR = 3_600_000;
const rolling = (end: number): MetricsRecord => ({ v: 1, kind: 'metrics', model: 'm', version: '1', segment: '', side: 'outcome', resolution: 'rolling', start: end - HOUR, end, n: 100, values: { accuracy: 0.9 } }); // prettier-ignore
const change = (id: string, at: number, after: WeightsRecord['after']): WeightsRecord => ({ v: 1, kind: 'weights', id, model: 'm', version: '1', at, toldAt: at + HOUR, before: [], after }); // prettier-ignore

it('changes of weights within the time shown are marked on the chart, each as it was told last', () => {
  const state = new ModelState();
  state.model = 'm';
  for (let hour = 10; hour <= 20; hour++) state.apply(rolling(hour * HOUR));
  const half = [
    { weights: { clicks: 0.7, dwell: 0.3 }, share: 0.5 },
    { weights: { clicks: 0.2 }, share: 0.5 },
  ];
  state.apply(change('b', 15 * HOUR, half));
  state.apply(change('a', 12 * HOUR, half));
  state.apply(change('a', 12 * HOUR, [{ weights: { clicks: 0.7, dwell: 0.3 }, share: 1 }]));
  state.apply(change('c', 18 * HOUR, []));
  state.apply(change('early', 2 * HOUR, half));
  state.apply({ ...change('other', 15 * HOUR, half), model: 'n' });
  expect(layOut(state, 900)?.weights).toEqual([
    { time: 12 * HOUR, label: 'new weights', text: 'clicks 0.7, dwell 0.3' },
    { time: 15 * HOUR, label: 'new weights', text: 'clicks 0.7, dwell 0.3 (50%); clicks 0.2 (50%)' },
    { time: 18 * HOUR, label: 'new weights', text: 'those of each request' },
  ]);
});
