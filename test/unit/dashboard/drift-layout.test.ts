import { expect, it } from 'vitest';
import { driftText, layOutDrift } from '../../../src/dashboard/drift-layout.js';
import { ModelState } from '../../../src/dashboard/model-state.js';
import { HOUR, JANUARY, metricsRecord } from '../server/feed-records.js';

const DAY = 24 * HOUR;

function stateOf(days: readonly Record<string, number>[]): ModelState {
  const state = new ModelState();
  state.model = 'flights';
  days.forEach((distances, i) => {
    const [start, end] = [JANUARY + i * DAY, JANUARY + (i + 1) * DAY];
    const features = Object.fromEntries(Object.entries(distances).map(([name, js]) => [name, { js }]));
    state.apply(metricsRecord({ side: 'prediction', resolution: '24h', start, end, features }));
  });
  return state;
}

it('the latest value is that of the newest pane, or none', () => {
  const drawing = layOutDrift(
    stateOf([
      { a: 0.2, b: 0.1, prediction: 0 },
      { b: 0.0004, prediction: 0 },
    ]),
    900,
  );
  const latest = drawing?.rows.map(({ feature, latest }) => [feature, latest]);
  expect(latest).toEqual([
    ['a', null],
    ['b', 0.0004],
    ['prediction', 0],
  ]);
});

it('a small distance is no zero, and none is not small', () => {
  expect([0, 1e-9, 0.0004, 0.001, 0.0524].map(driftText)).toEqual([
    '0',
    '<0.001',
    '<0.001',
    '0.001',
    '0.052',
  ]);
});

it('names have as much room as they need where it is wide, and are cut where it is not', () => {
  const state = stateOf([{ late_share_everywhere: 0.1, ['x'.repeat(90)]: 0.1 }]);
  const letters = (width: number) => layOutDrift(state, width)?.labelLength ?? 0;
  expect(letters(1_200)).toBeGreaterThanOrEqual('late_share_everywhere'.length);
  expect(letters(1_200)).toBeLessThan(90);
  expect(letters(700)).toBeLessThan(letters(1_200));
  const short = layOutDrift(stateOf([{ a: 0.1 }]), 1_200)!;
  expect(short.x(JANUARY)).toBeLessThan(layOutDrift(state, 1_200)!.x(JANUARY));
});
