import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import { at, DAY, HOUR } from './shop.js';
import { Watched } from './watched.js';

const common =
  'pane: 1h\ngrace: 1h\nreference: { units: 28 }\nretraining: { enabled: true, holdout: 7d, warmUp: 0s }';
const objectives = `${common}
models:
  feed:
    task: regression
    objectives:
      - { name: clicks, weight: 0.5 }
      - { name: purchases, weight: 0.1 }
      - { name: dwell, weight: 0.4, task: regression }`;
const ROWS_AN_HOUR = 12;

interface Shown {
  readonly day: number;
  readonly scores: Record<string, number>;
  weights: Record<string, number>;
  readonly happened: Record<string, number>;
}

/** Whole days [from, to) of a feed: what is shown is scored by clicks, purchases and dwell time, weighted. */
function feed(from: number, to: number, change: (shown: Shown) => void = () => undefined) {
  const events: (Prediction | Outcome)[] = [];
  for (let day = from; day < to; day++) {
    const random = seededRandom(3_000 + day);
    for (let i = 0; i < 24 * ROWS_AN_HOUR; i++) {
      const time = at(day) + Math.floor((i * HOUR) / ROWS_AN_HOUR);
      const [a, b, c] = [random(), random(), random()];
      const shown: Shown = {
        day: day + i / (24 * ROWS_AN_HOUR),
        scores: { clicks: 0.02 + 0.96 * a, purchases: 0.02 + 0.96 * b, dwell: 4 * c },
        weights: { clicks: 0.5, purchases: 0.1, dwell: 0.4 },
        happened: {
          clicks: Number(random() < 0.02 + 0.96 * a),
          purchases: Number(random() < 0.02 + 0.96 * b),
          dwell: 4 * c + random() - 0.5,
        },
      };
      change(shown);
      const { scores, weights, happened } = shown;
      const sum = (of: Record<string, number>) =>
        Object.entries(weights).reduce((total, [name, weight]) => total + weight * (of[name] ?? 0), 0);
      const id = `${day}-${i}`;
      events.push({
        kind: 'prediction',
        id,
        model: 'feed',
        version: '1',
        time,
        features: { a, b, c },
        answer: { task: 'regression', value: sum(scores) },
        scores,
        weights,
      });
      const later = time + 2 * HOUR;
      events.push({ kind: 'outcome', id, model: 'feed', time: later, outcome: sum(happened) });
      for (const [name, outcome] of Object.entries(happened))
        events.push({ kind: 'outcome', id, model: `feed/${name}`, time: later, outcome });
    }
  }
  return events.sort((a, b) => a.time - b.time);
}

const begun = new Watched(undefined, objectives).feed(feed(0, 31));
const told = ({ alerts }: Watched) =>
  alerts.map(({ model, change, metric }) => `${model} ${change} ${metric}`);
const byAlert = ({ requests }: Watched) => requests.filter(({ reason }) => reason === 'alert');

describe('a model with three objectives', () => {
  it('has a reference and is watched, and so is each component; nothing is told', () => {
    expect(told(begun)).toEqual([]);
    expect([...begun.statuses.keys()].sort()).toEqual([
      'feed',
      'feed/clicks',
      'feed/dwell',
      'feed/purchases',
    ]);
    for (const [model, { task, readiness, policy, component }] of begun.statuses) {
      expect([model, task]).toEqual([model, /clicks|purchases/.test(model) ? 'binary' : 'regression']);
      expect(readiness).toMatch(/^data watched.*performance watched/);
      expect(policy.budgetDays).toBe(4 * 90);
      expect(component).toBe(model === 'feed' ? undefined : true);
    }
    expect(begun.metrics.some(({ model, values }) => model === 'feed/clicks' && 'logLoss' in values)).toBe(
      true,
    );
    expect(begun.requests.map(({ model, reason }) => `${model} ${reason}`)).toEqual(['feed initial']);
  });

  it('of which one gets worse is told of that one alone', () => {
    const life = new Watched(begun).feed(
      feed(31, 38, ({ day, happened, scores }) => {
        // Who buys has nothing to do with the score any more.
        if (day >= 32) happened['purchases'] = Number((scores['clicks'] ?? 0) * 7919 % 1 < 0.5);
      }),
    ); // prettier-ignore
    const models = new Set(life.alerts.map(({ model }) => model));
    expect([...models]).toEqual(['feed/purchases']);
    expect(life.alerts[0]).toMatchObject({ change: 'concept', track: 'performance' });
    expect(Math.abs((life.alerts[0]?.onset ?? 0) - at(32))).toBeLessThanOrEqual(DAY);
    expect(life.weights).toEqual([]);
  });

  const reweigh = (shown: Shown): void => {
    if (shown.day >= 32.3) shown.weights = { clicks: 0.05, purchases: 0.05, dwell: 0.9 };
  };

  it('whose weights change is marked: no alert, no retraining; with the new weights it is watched again', () => {
    const life = new Watched(begun).feed(feed(31, 45, reweigh));
    expect(told(life)).toEqual([]);
    expect(byAlert(life)).toEqual([]);
    const [first, ...more] = life.weights;
    expect(first).toMatchObject({ kind: 'weights', model: 'feed', version: '1', at: at(32) + 7 * HOUR });
    expect(first?.before).toEqual([{ weights: { clicks: 0.5, dwell: 0.4, purchases: 0.1 }, share: 1 }]);
    // The pane in which it happens has both: the same change goes on in the next one.
    const last = more.at(-1) ?? first;
    expect(new Set(life.weights.map(({ id }) => id)).size).toBe(1);
    expect(last?.after).toEqual([{ weights: { clicks: 0.05, dwell: 0.9, purchases: 0.05 }, share: 1 }]);
    expect(life.statuses.get('feed')?.readiness).toMatch(/answers and performance are not: their weights have changed/);
    expect(life.metrics.filter(({ values }) => values['weightsChanged']).map(({ model }) => model)).toContain('feed');

    life.feed(feed(45, 64, reweigh));
    expect(told(life)).toEqual([]);
    expect(byAlert(life)).toEqual([]);
    expect(life.statuses.get('feed')?.readiness).not.toMatch(/weights/);
    // An input moves, and the answers with it; the new reference sees errors that grow.
    life.feed(
      feed(64, 70, (shown) => {
        reweigh(shown);
        shown.happened['dwell'] = (shown.happened['dwell'] ?? 0) + 2;
      }),
    );
    expect(new Set(life.alerts.map(({ model }) => model))).toEqual(new Set(['feed', 'feed/dwell']));
  }); // prettier-ignore

  it('tells the same where the outcomes come days later than the predictions', () => {
    const events = feed(31, 40, reweigh);
    const [together, apart] = [new Watched(begun).feed(events), new Watched(begun)];
    apart.feed(events.filter(({ kind }) => kind === 'prediction'));
    apart.feed(events.filter(({ kind }) => kind === 'outcome'));
    expect(apart.weights).toEqual(together.weights);
    expect(told(apart)).toEqual(told(together));
    const metricsOf = ({ metrics }: Watched) => metrics.map((one) => JSON.stringify(one)).sort();
    expect(metricsOf(apart)).toEqual(metricsOf(together));
  });

  it('would be told as drift and asked to be retrained if nobody knew of the weights', () => {
    const without = (events: (Prediction | Outcome)[]) => events.filter(({ model }) => model === 'feed');
    const life = new Watched(undefined, `${common}\nmodels: { feed: { task: regression } }`)
      .feed(without(feed(0, 31)).map((event) => ({ ...event, weights: undefined, scores: undefined }) as never)) // prettier-ignore
      .feed(without(feed(31, 45, reweigh)).map((event) => ({ ...event, weights: undefined, scores: undefined }) as never)); // prettier-ignore
    expect(told(life)).not.toEqual([]);
    expect(byAlert(life)).not.toEqual([]);
  });
});
