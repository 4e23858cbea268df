/**
 * What happens in the world of a chaos run: three models (binary, regression, multiclass), their cases, and a change of
 * two of them in the course of it. Small enough to be told by heart, rich enough for every kind of record to appear.
 */
import {
  namedStreams,
  normal,
  pick,
  rounded,
  uniform,
  type Random,
} from '../../producers/simulators/random.js';
import type { WireOutcome, WirePrediction } from '../../src/events/wire.js';

export const DAY_MS = 86_400_000;
export const BEGIN = Date.UTC(2026, 0, 5);

export interface WorldOptions {
  /** A whole number from 0 to 2^32 - 1. The same seed gives the same bytes. */
  readonly seed: number;
  readonly days: number;
  /** Predictions of one model in a day. */
  readonly rowsADay: number;
}

/** What a model says of a case: before its first training a guess, afterwards what it has learnt. */
export type Said = Pick<WirePrediction, 'prediction' | 'score' | 'probabilities'>;

export interface Case {
  readonly id: string;
  readonly model: string;
  readonly time: number;
  readonly features: WirePrediction['features'];
  readonly segments: Readonly<Record<string, string>>;
  readonly guessed: Said;
  readonly learnt: Said;
  readonly outcome: WireOutcome['outcome'];
}

type Facts = Pick<Case, 'features' | 'guessed' | 'learnt' | 'outcome'>;

/** Share of the days after which two of the models meet another world. */
const CHANGE_AT = 0.65;
const REGIONS = { north: 5, south: 3, west: 2 };

const stories: Readonly<Record<string, (random: Random, changed: boolean) => Facts>> = {
  orders: (random, changed) => {
    const [urge, amount] = [rounded(normal(random), 4), rounded(Math.exp(normal(random)), 3)];
    const bought = random() < logistic((changed ? -1.8 : 1.8) * urge - 0.4) ? 1 : 0;
    const score = rounded(logistic(1.7 * urge - 0.4), 4);
    return {
      features: { urge, amount, returning: random() < 0.4 },
      guessed: { prediction: 0, score: 0.4 },
      learnt: { prediction: score >= 0.5 ? 1 : 0, score },
      outcome: bought,
    };
  },
  demand: (random, changed) => {
    const warmth = rounded(normal(random) + (changed ? 2.5 : 0), 4);
    const weekday = pick(random, { work: 5, free: 2 });
    const base = 50 + 10 * warmth + (weekday === 'free' ? 6 : 0);
    return {
      features: { warmth, weekday, stock: Math.floor(uniform(random, 0, 200)) },
      guessed: { prediction: 52 },
      learnt: { prediction: rounded(base, 3) },
      outcome: rounded(base + 2 * normal(random), 3),
    };
  },
  triage: (random) => {
    const [age, pain] = [Math.floor(uniform(random, 1, 95)), Math.floor(uniform(random, 0, 11))];
    const urgency = age / 40 + pain / 3 + 0.5 * normal(random);
    const sure = urgency > 4 ? 'red' : urgency > 2.2 ? 'amber' : 'green';
    const guess = age / 40 + pain / 3;
    return {
      features: { age, pain, ward: pick(random, { a: 4, b: 3, c: 1 }) },
      guessed: { prediction: 'amber', probabilities: { red: 0.3, amber: 0.4, green: 0.3 } },
      learnt: {
        prediction: guess > 4 ? 'red' : guess > 2.2 ? 'amber' : 'green',
        probabilities:
          guess > 4 ? { red: 0.8, amber: 0.15, green: 0.05 } : { red: 0.1, amber: 0.4, green: 0.5 },
      },
      outcome: sure,
    };
  },
};

export const MODELS: readonly string[] = Object.keys(stories);

/** All cases in no particular order: one in each of the day's equal slots, so that no partition is silent for long. */
export function cases({ seed, days, rowsADay }: WorldOptions): Case[] {
  const stream = namedStreams(seed);
  const slot = DAY_MS / rowsADay;
  return Object.entries(stories).flatMap(([model, story]) => {
    const [facts, when, where] = ['facts', 'when', 'where'].map((name) => stream(`${model}/${name}`)) as [
      Random,
      Random,
      Random,
    ];
    return Array.from({ length: days * rowsADay }, (_, i): Case => {
      const time = Math.floor(BEGIN + (i + when()) * slot);
      return {
        id: `${model}-${i}`,
        model,
        time,
        // Of one model only: each segment is a stream of panes of its own.
        segments: model === 'orders' ? { region: pick(where, REGIONS) } : {},
        ...story(facts, time >= BEGIN + CHANGE_AT * days * DAY_MS),
      };
    });
  });
}

export function endOf({ days }: WorldOptions): number {
  return BEGIN + days * DAY_MS;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
