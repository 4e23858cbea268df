/** A ranking through the whole path: its metrics are those of its lists, and it is watched as any other model is. */
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../../detectors/random.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import { addRanking, emptyRanking } from '../../../src/metrics/ranking.js';
import { rankingMetrics } from '../../../src/metrics/pane-ranking.js';
import { at, DAY, HOUR } from './shop.js';
import { Watched } from './watched.js';

const LISTS_AN_HOUR = 10;
const REFERENCE_DAYS = 28;
/** The first day is no part of the reference, and the version is watched a day after it. */
const WATCHED_FROM = REFERENCE_DAYS + 3;

interface Shown {
  readonly country: string;
  /** The place that is chosen, from 0; null: nothing is; beyond the list: something else. */
  place: number | null;
}

type Change = (shown: Shown, random: Random) => void;

const unchanged: Change = () => undefined;

/** Lists of ten, by the hour, each with its outcome two hours later. */
function lists(from: number, to: number, change: Change = unchanged): (Prediction | Outcome)[] {
  const events: (Prediction | Outcome)[] = [];
  for (let day = from; day < to; day++) {
    const random = seededRandom(100 + day);
    for (let i = 0; i < 24 * LISTS_AN_HOUR; i++) {
      const time = at(day) + Math.floor((i * HOUR) / LISTS_AN_HOUR);
      const country = ['de', 'fr', 'se'][Math.floor(3 * random())] as string;
      const shown: Shown = { country, place: random() < 0.5 ? Math.floor(11 * random() ** 3) : null };
      change(shown, random);
      const first = Math.floor(900 * random());
      const ranked = Array.from({ length: 10 }, (_, place) => `item ${first + place}`);
      const outcome = shown.place === null ? [] : [`item ${first + shown.place}`];
      const id = `${day}-${i}`;
      const features = { country, age: Math.floor(18 + 50 * random()) };
      const segments = { country };
      events.push(
        { kind: 'prediction', id, model: 'feed', version: '1', time, features, answer: { task: 'ranking', ranked }, segments },
        { kind: 'outcome', id, model: 'feed', time: time + 2 * HOUR, outcome },
      ); // prettier-ignore
    }
  }
  return events.sort((a, b) => a.time - b.time);
}

let beginning: Watched;
beforeAll(() => {
  beginning = new Watched().feed(lists(0, WATCHED_FROM));
}, 300_000);

/** What came after the beginning. */
function live(days: number, change?: Change): Watched {
  return new Watched(beginning).feed(lists(WATCHED_FROM, WATCHED_FROM + days, change));
}

describe('a ranking', () => {
  it('has the metrics of its lists in every pane, in the rolling window and of its segments', () => {
    const { metrics, status } = beginning;
    expect(status?.task).toBe('ranking');
    const events = lists(0, 2);
    const chosen = new Map(events.flatMap((e) => (e.kind === 'outcome' ? [[e.id, e]] : [])));
    for (const [segment, resolution, width] of [['', '1h', HOUR], ['', '24h', DAY], ['country=se', '6h', 6 * HOUR]] as const) {
      const start = at(1);
      const sums = emptyRanking();
      for (const p of events) {
        if (p.kind !== 'prediction' || p.answer.task !== 'ranking') continue;
        const outcome = chosen.get(p.id) as Outcome;
        if (outcome.time < start || outcome.time >= start + width) continue;
        if (segment !== '' && `country=${p.segments?.['country']}` !== segment) continue;
        addRanking(sums, p.answer.ranked, (outcome.outcome as string[]).map((id) => ({ id })));
      }
      const direct = Object.entries(rankingMetrics(sums)).map(([name, { value }]) => [name, value]);
      const told = metrics.find((m) => m.side === 'outcome' && m.segment === segment && m.resolution === resolution && m.start === start);
      expect(sums.chosen).toBeGreaterThan(2);
      expect(told?.values).toEqual({ outcomes: sums.lists, ...Object.fromEntries(direct) });
    }
    const rolling = metrics.findLast(({ resolution }) => resolution === 'rolling');
    expect(rolling?.values['ndcgAt10']).toBeGreaterThan(0.5);
    const cohort = metrics.findLast(({ side, values }) => side === 'cohort' && values['labelCoverage'] === 1);
    expect(cohort?.values).toMatchObject({ takeRate: expect.any(Number), ndcgAt10: expect.any(Number) });
  }); // prettier-ignore

  it('that goes on as it was raises no alert', () => {
    const watched = live(14);
    expect(watched.status?.task).toBe('ranking');
    expect(watched.alerts).toEqual([]);
  });

  it('whose order has become worse in one country is told of, by NDCG and by where', () => {
    const { alerts } = live(10, (shown, random) => {
      if (shown.country === 'se' && shown.place !== null) shown.place = Math.floor(14 * random());
    });
    const [alert] = alerts.filter(({ track }) => track === 'performance');
    expect(alert).toMatchObject({ metric: 'ndcg-loss', segment: '' });
    expect(alert?.why).toMatch(/^NDCG@10 fell from \d\.\d{3} to \d\.\d{3}, since about 2024-/);
    expect(alert?.causes[0]).toMatchObject({ name: 'country', bin: 'se', kind: 'concept' });
  });

  it('from which less is taken is told of by its take rate', () => {
    const { alerts } = live(10, (shown, random) => {
      if (random() < 0.4) shown.place = null;
    });
    const [alert] = alerts.filter(({ track }) => track === 'performance');
    expect(alert).toMatchObject({ metric: 'not-taken', segment: '', causes: [] });
    expect(alert?.why).toMatch(
      /^The take rate fell \d+\.\d points, from 4\d\.\d% to [23]\d\.\d%, since about/,
    );
  });
});
