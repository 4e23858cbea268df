import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../../detectors/random.js';
import type { Features } from '../../../src/events/event.js';
import { jointDrift, type JointQuestion } from '../../../src/explain/joint-drift.js';
import { jointWords } from '../../../src/explain/joint-words.js';
import type { InputRow } from '../../../src/explain/row-sample.js';

const DAY = 86_400_000;
/** A Monday. */
const BEGIN = Date.UTC(2024, 0, 1);
const SINCE = BEGIN + 28 * DAY;

const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function rowsOf(
  from: number,
  days: number,
  make: (random: Random, time: number) => Features,
  seed = 1,
): InputRow[] {
  const random = seededRandom(seed);
  return Array.from({ length: 120 * days }, (_, i) => {
    const time = from + Math.floor((i * DAY) / 120);
    return { id: `${seed}-${i}`, time, features: make(random, time) };
  });
}

/** Two numbers that go together, a category, and noise. */
const usual = (random: Random): Features => {
  const a = normal(random);
  return {
    a,
    b: 0.9 * a + 0.44 * normal(random),
    plan: ['basic', 'plus', 'gold'][Math.floor(3 * random() ** 2)] as string,
    noise: random(),
  };
};

function ask(make: (random: Random, time: number) => Features, days = 7, from = SINCE): JointQuestion {
  const to = from + days * DAY;
  return {
    reference: rowsOf(BEGIN, 28, usual),
    recent: rowsOf(from, days, make, 2),
    referenceFrom: BEGIN,
    from,
    to,
  };
}

describe('the joint test', () => {
  it('does not tell apart what is drawn alike, and says so', () => {
    const found = jointDrift(ask(usual));
    expect(found.apart).toBe(false);
    expect(found.auc).toBeGreaterThan(0.45);
    expect(found.auc).toBeLessThan(0.56);
    expect(found.usual).toHaveLength(4);
    expect(jointWords(found)).toMatch(/That is no more than differs anyway/);
  });

  it('is not misled by features that tell the day and the hour', () => {
    const timed = (random: Random, time: number): Features => ({
      weekday: Math.floor((time - BEGIN) / DAY) % 7,
      hour: Math.floor((time % DAY) / 3_600_000),
      x: normal(random),
    });
    const to = SINCE + 7 * DAY;
    const found = jointDrift({
      reference: rowsOf(BEGIN, 28, timed),
      recent: rowsOf(SINCE, 7, timed, 2),
      referenceFrom: BEGIN,
      from: SINCE,
      to,
    });
    for (const auc of [found.auc, ...found.usual]) expect(Math.abs(auc - 0.5)).toBeLessThan(0.06);
    expect(found.apart).toBe(false);
  });

  it('names the feature that has moved first, and where to', () => {
    const found = jointDrift(
      ask((random) => ({ ...usual(random), plan: random() < 0.6 ? 'gold' : 'basic' })),
    );
    expect(found.apart).toBe(true);
    expect(found.features[0]).toMatchObject({ name: 'plan', bin: 'gold' });
    expect(found.features[0]!.share).toBeGreaterThan(0.8);
    expect(jointWords(found)).toMatch(/1\. plan \(\d+%\): \d\d% of rows are in "gold", \d\d% before/);
  });

  it('sees two features that no longer go together, though neither has moved', () => {
    const found = jointDrift(
      ask((random) => {
        const { a, ...rest } = usual(random) as { a: number };
        return { ...rest, a, b: -0.9 * a + 0.44 * normal(random) };
      }),
    );
    expect(found.apart).toBe(true);
    expect(found.auc).toBeGreaterThan(0.75);
    const [first, second] = found.features;
    expect([first!.name, second!.name].sort()).toEqual(['a', 'b']);
    expect(Math.max(first!.js, second!.js)).toBeLessThan(0.05);
    expect(jointWords(found)).toMatch(/by itself it has hardly moved/);
  });

  it('sees a feature that is new, and one that is gone', () => {
    const found = jointDrift(
      ask((random) => {
        const { noise, ...rest } = usual(random) as { noise: number };
        return { ...rest, fresh: noise };
      }),
    );
    expect(found.auc).toBeGreaterThan(0.99);
    expect(['fresh', 'noise']).toContain(found.features[0]!.name);
  });

  it('holds a weekend against weekends', () => {
    const weekly = (random: Random, time: number): Features => {
      const weekend = Math.floor((time - BEGIN) / DAY) % 7 >= 5;
      return { x: normal(random) + (weekend ? 3 : 0) };
    };
    const from = SINCE + 5 * DAY;
    const question = {
      reference: rowsOf(BEGIN, 28, weekly),
      recent: rowsOf(from, 2, weekly, 2),
      referenceFrom: BEGIN,
      from,
      to: from + 2 * DAY,
    };
    const found = jointDrift(question);
    expect(found.rows.reference).toBe(8 * 120);
    expect(found.apart).toBe(false);
  });

  it('is a function of its rows, and wants enough of them', () => {
    const question = ask((random) => ({ ...usual(random), noise: 2 * random() }));
    expect(jointDrift(question)).toEqual(jointDrift(question));
    expect(() => jointDrift({ ...question, recent: question.recent.slice(0, 50) })).toThrow(
      'the recent stretch has 50 rows: at least 200 are needed',
    );
  });
});
