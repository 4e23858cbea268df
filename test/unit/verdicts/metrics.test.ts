/** Rolling metrics where those of other monitors go wrong: through the whole path, ours are those of the rows. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import { at, DAY, HOUR } from './shop.js';
import { Watched } from './watched.js';

type Answer = Prediction['answer'];

/** One row a minute, its outcome at once. */
function rows(model: string, count: number, of: (i: number) => { answer: Answer; outcome: number }) {
  return Array.from({ length: count }, (_, i): [Prediction, Outcome] => {
    const time = at(0) + i * 60_000;
    const { answer, outcome } = of(i);
    return [
      { kind: 'prediction', id: `${i}`, model, version: '1', time, features: { i: i % 7 }, answer },
      { kind: 'outcome', id: `${i}`, model, time, outcome },
    ];
  }).flat();
}

describe('two positives in a hundred, all scores below a tenth', () => {
  const random = seededRandom(5);
  const known = Array.from({ length: (3 * DAY) / 60_000 }, () => {
    const score = 0.1 * random() ** 3;
    return { score, outcome: random() < score ? 1 : 0 };
  });
  const { metrics } = new Watched().feed(
    rows('rare', known.length, (i) => {
      const { score, outcome } = known[i] as (typeof known)[number];
      return { answer: { task: 'binary', label: 0, score }, outcome };
    }),
  );
  const ofOutcomes = metrics.filter(({ side, segment }) => side === 'outcome' && segment === '');

  it('the AUC of a day is that of its rows, within a bin', () => {
    const day = ofOutcomes.find(({ resolution, start }) => resolution === '24h' && start === at(0));
    const own = known.slice(0, DAY / 60_000);
    const scoresOf = (outcome: number) =>
      own.filter((row) => row.outcome === outcome).map(({ score }) => score);
    const [positives, negatives] = [scoresOf(1), scoresOf(0)];
    const wins = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : 0)));
    const auc = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
    expect(auc).toBeGreaterThan(0.7);
    expect(day?.values['auc']).toBeCloseTo(auc, 2);
  });

  it('an hour without a positive has no AUC, and says why', () => {
    const without = ofOutcomes.filter(
      ({ resolution, values }) => resolution === '1h' && values['outcomeRate'] === 0,
    );
    expect(without.length).toBeGreaterThan(3);
    for (const hour of without) {
      expect(hour.values['auc']).toBeUndefined();
      expect(hour.undefined?.['auc']).toMatch(/./);
    }
    for (const { values } of metrics)
      expect(Object.values(values).filter((x) => !Number.isFinite(x))).toEqual([]);
  });
});

it('one huge error leaves nothing behind once it has left the window', () => {
  const { metrics } = new Watched().feed(
    rows('delays', (2 * DAY) / 60_000, (i) => ({
      answer: { task: 'regression', value: i === 100 ? 1e12 : 10 + (i % 3) },
      outcome: 10,
    })),
  );
  const rolling = metrics.filter(({ resolution }) => resolution === 'rolling');
  expect(Math.max(...rolling.map(({ values }) => values['rmse'] ?? 0))).toBeGreaterThan(1e9);
  const last = rolling.findLast(({ end }) => end <= at(2) - 2 * HOUR);
  // Errors of 0, 1 and 2 in turn.
  expect(last?.values['rmse']).toBeCloseTo(Math.sqrt(5 / 3), 2);
});
