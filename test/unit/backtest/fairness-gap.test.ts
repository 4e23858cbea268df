import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import { engineSettings } from '../../../src/backtest/backtest.js';
import { runThrough } from '../../../src/backtest/engine.js';
import { OwnAnswers } from '../../../src/backtest/own-answers.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import type { AlertRecord, StatusRecord } from '../../../src/records/feed.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const BEGIN = Date.UTC(2024, 0, 1);
/** The reference of four weeks is in force a day later. */
const LIVE = 29;
const OPENS = 36;

interface Bank {
  readonly days: number;
  readonly seed: number;
  /** The share of each group that is approved on a day; groups have 120 rows a day, `few` has four. */
  readonly approved: (day: number) => Readonly<Record<string, number>>;
  /** The share of its answers that turn out right: four of five where nothing is said. */
  readonly right?: (day: number, group: string) => number;
}

/** A bank's model, day by day. */
function bank({ days, seed, approved, right = () => 0.8 }: Bank): (Prediction | Outcome)[] {
  const all: (Prediction | Outcome)[] = [];
  for (let day = 0; day < days; day++) {
    const random = seededRandom(1_000_003 * seed + day);
    const luck = 0.04 * (random() - 0.5);
    for (const [age, share] of Object.entries(approved(day))) {
      const rows = age === 'few' ? 4 : 120;
      for (let i = 0; i < rows; i++) {
        const id = `${day}-${age}-${i}`;
        const time = BEGIN + day * DAY + Math.floor(((i + random()) / rows) * 22 * HOUR);
        const label = random() < share + luck ? 1 : 0;
        const outcome = random() < right(day, age) ? label : 1 - label === 1 ? 1 : 0;
        all.push(
          {
            kind: 'prediction',
            id,
            model: 'm',
            version: '1',
            time,
            features: { income: Math.floor(8 * random()) },
            segments: { age },
            answer: { task: 'binary', label },
          },
          { kind: 'outcome', id, model: 'm', time: time + HOUR, outcome },
        );
      }
    }
  }
  return all.sort((a, b) => a.time - b.time);
}

function watch(story: Bank, more = '', criterion = 'criterion: demographic-parity') {
  const config = loadConfig(
    `pane: 6h\ngrace: 1h\nhorizon: 1d\nreference: { units: 28 }\n${more}\nmodels: { m: { fairness: { attribute: age, ${criterion} } } }`,
    'the test',
  );
  const alerts = new Map<string, AlertRecord>();
  let readiness = '';
  const answers = new OwnAnswers(() => undefined);
  runThrough(bank(story), engineSettings(config), {
    onRecord: (record) => {
      answers.take(record);
      const said = () => JSON.parse((record.value as Buffer).toString('utf8')) as AlertRecord | StatusRecord;
      if (record.topic === 'alerts') alerts.set((said() as AlertRecord).id, said() as AlertRecord);
      if (record.topic === 'metrics') {
        const status = said();
        if (status.kind === 'status') ({ readiness } = status);
      }
    },
    answer: (request) => answers.answer(request),
  });
  return { alerts: [...alerts.values()], readiness };
}

/** Approvals of the young fall by twelve points. */
const opened = (day: number) => ({ young: day >= OPENS ? 0.29 : 0.41, old: 0.43, few: 0.5 });
const gaps = (alerts: readonly AlertRecord[]) => alerts.filter(({ metric }) => metric === 'gap:age');

describe('a gap between groups', { timeout: 180_000 }, () => {
  it.each([1, 2])('that opens is told, since when, and of whom (seed %d)', (seed) => {
    const { alerts, readiness } = watch({ days: OPENS + 16, seed, approved: opened });
    const [gap, ...more] = gaps(alerts);
    expect(more).toEqual([]);
    expect(readiness).toBe('data watched; performance watched');
    expect(gap).toMatchObject({ change: 'fairness', track: 'performance', effect: { floor: 5 } });
    expect(Math.abs((gap?.onset ?? 0) - BEGIN - OPENS * DAY)).toBeLessThanOrEqual(4 * DAY);
    expect(gap?.why).toMatch(
      /^Favourable answers of age=young fell from (3|4).* to (2|3).* while those of age=old /,
    );
    expect(JSON.stringify(alerts)).not.toContain('few');
  });

  it.each([1, 2, 3])('that does not open is quiet over 90 days (seed %d)', (seed) => {
    const approved = () => ({ young: 0.41, old: 0.43, few: 0.5 });
    expect(watch({ days: LIVE + 90, seed, approved }).alerts).toEqual([]);
  });

  it('is over when it has closed', () => {
    const closes = OPENS + 14;
    const approved = (day: number) => opened(day < closes ? day : 0);
    const [gap] = gaps(watch({ days: closes + 10, seed: 2, approved }).alerts);
    expect(gap?.state).toBe('resolved');
    expect(gap?.resolvedAt).toBeGreaterThan(BEGIN + closes * DAY);
  });

  it('that opens by less than matters is none', () => {
    const effect = 'alerts: { effect: { gap: 20 } }';
    expect(gaps(watch({ days: OPENS + 16, seed: 1, approved: opened }, effect).alerts)).toEqual([]);
  });

  it('of another criterion is told in its words', () => {
    const approved = () => ({ young: 0.5, old: 0.5, few: 0.5 });
    const right = (day: number, age: string) => (age === 'young' && day >= OPENS ? 0.55 : 0.8);
    const story = { days: OPENS + 16, seed: 1, approved, right };
    const [gap] = gaps(watch(story, '', 'criterion: equal-opportunity, leastRows: 40').alerts);
    expect(gap?.why).toMatch(/^Favourable answers of age=young where they are due fell from /);
    expect(gaps(watch(story).alerts)).toEqual([]);
  });
});
