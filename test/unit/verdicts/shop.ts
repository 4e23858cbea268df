/**
 * A shop's fraud model, hour by hour: weekdays and weekends, inputs of every kind that has broken a monitor. Seeded by
 * day: a day is the same day in every life, but for what `change` makes of its rows.
 */
import { seededRandom, type Random } from '../../../detectors/random.js';
import type { FeatureValue, Outcome, Prediction } from '../../../src/events/event.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A Monday. */
const BEGIN = Date.UTC(2024, 0, 1);
export const ROWS_AN_HOUR = { weekday: 48, weekend: 40 };
/** By day, from 0; fractions are hours. */
export const at = (day: number): number => BEGIN + Math.round(day * 24) * HOUR;

export interface Row {
  id: string;
  time: number;
  version: string;
  features: Record<string, FeatureValue>;
  score: number;
  outcome: 0 | 1;
  latency: number;
  /** From the prediction to its outcome, ms. */
  delay: number;
}

/** What becomes of a row; several, or none. */
export type Change = (row: Row, random: Random) => Row | readonly Row[];

/** Whole days [from, to); in the order in which they come. @param times as many rows as usual */
export function shop(
  from: number,
  to: number,
  change: Change = (row) => row,
  times = 1,
): (Prediction | Outcome)[] {
  const events: (Prediction | Outcome)[] = [];
  for (let day = from; day < to; day++) {
    const random = seededRandom(7_000 + day);
    const luck = seededRandom(9_000 + day);
    const isWeekend = day % 7 >= 5;
    const anHour = times * (isWeekend ? ROWS_AN_HOUR.weekend : ROWS_AN_HOUR.weekday);
    for (let i = 0; i < 24 * anHour; i++) {
      const row = usual(`${day}-${i}`, at(day) + Math.floor((i * HOUR) / anHour), isWeekend, random);
      for (const own of [change(row, luck)].flat()) events.push(...eventsOf(own));
    }
  }
  // Outcomes of one moment follow its predictions, and records that are sent twice stay neighbours.
  return events.sort((a, b) => a.time - b.time);
}

function usual(id: string, time: number, isWeekend: boolean, random: Random): Row {
  const score = 0.02 + 0.96 * random();
  return {
    id,
    time,
    version: '1',
    features: {
      amount: Math.exp(3 + 0.8 * normal(random) + (isWeekend ? 0.3 : 0)),
      tiny: 1e-6 * (3 + normal(random)),
      constant: 5,
      colour: ['red', 'green', 'blue'][Math.floor(3 * random() ** 1.5)] as string,
      // Thousands of values, few of them often.
      seller: `s${Math.floor(4_000 * random() ** 3)}`,
      gap: random() < 0.05 ? null : normal(random),
      gone: normal(random),
      // One absurd value in the reference.
      fee: id === '9-100' ? 1e9 : 10 + normal(random),
    },
    score,
    outcome: random() < score ? 1 : 0,
    latency: 20 * Math.exp(0.3 * normal(random)),
    delay: 2 * HOUR,
  };
}

function eventsOf({
  id,
  time,
  version,
  features,
  score,
  outcome,
  latency,
  delay,
}: Row): [Prediction, Outcome] {
  const answer = { task: 'binary', label: score >= 0.5 ? 1 : 0, score } as const;
  return [
    { kind: 'prediction', id, model: 'fraud', version, time, features, answer, latencyMs: latency },
    { kind: 'outcome', id, model: 'fraud', time: time + delay, outcome },
  ];
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
