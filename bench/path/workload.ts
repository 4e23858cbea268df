/**
 * The backlog of the benchmark: predictions and outcomes of three models with ten features each, in event-time order,
 * made from a seed. About what an application sends: 350 bytes a prediction, 130 an outcome.
 */
import { inEventTimeOrder } from '../../producers/simulators/event-order.js';
import {
  chance,
  lognormal,
  namedStreams,
  normal,
  pick,
  rounded,
  uniform,
  type Random,
} from '../../producers/simulators/random.js';
import type { Case } from '../../producers/simulators/simulation.js';

export interface Workload {
  /** Predictions and outcomes together; every prediction has its outcome. */
  readonly events: number;
  /** Events a second of event time: how many fall into one pane. */
  readonly rate: number;
  readonly seed: number;
}

export interface WorkloadEvent {
  readonly kind: 'prediction' | 'outcome' | 'end';
  /** null: an end marker, which goes to every partition of both topics. */
  readonly key: string | null;
  readonly json: string;
}

/** The past, so that no clock takes the events for the future. */
const BEGIN = Date.UTC(2025, 0, 6);
const MINUTE = 60_000;

export const MODELS = ['fraud', 'delivery', 'shop'] as const;
type Model = (typeof MODELS)[number];

export function* workload(options: Workload): Generator<WorkloadEvent> {
  for (const { kind, event } of inEventTimeOrder(cases(options), '')) {
    if (kind !== 'end') yield { kind, key: event.id, json: JSON.stringify(event) };
    else for (const model of MODELS) yield { kind, key: null, json: JSON.stringify({ ...event, model }) };
  }
}

function* cases({ events, rate, seed }: Workload): Generator<Case> {
  const stream = namedStreams(seed);
  const random = stream('case');
  const delay = stream('delay');
  const apart = 2000 / rate;
  for (let i = 0; i < events / 2; i++) {
    const time = BEGIN + Math.floor(i * apart);
    const model = pick(random, { fraud: 5, delivery: 2, shop: 3 } satisfies Record<Model, number>);
    const id = uuid(random);
    const { prediction, outcome } = ANSWER[model](random);
    const happened = time + Math.round(Math.min(60 * MINUTE, lognormal(delay, 3 * MINUTE, 0.6)));
    const latencyMs = rounded(lognormal(random, 6, 0.5), 1);
    yield {
      prediction: { id, model, version: '2025-01-02', time, ...prediction, latencyMs },
      outcome: { id, model, time: happened, ...outcome },
    };
  }
}

/** As applications make them: 36 characters. */
function uuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

interface Asked {
  readonly prediction: Pick<
    Extract<Case['prediction'], { error?: never }>,
    'features' | 'prediction' | 'score' | 'probabilities' | 'segments'
  >;
  readonly outcome: Pick<Case['outcome'], 'outcome' | 'values'>;
}

const COUNTRIES = { de: 8, fr: 6, it: 4, es: 4, nl: 3, pl: 3, se: 2, at: 2, be: 2, pt: 1 } as const;
const CLASSES = ['shoes', 'coats', 'toys', 'books', 'garden'] as const;

/** One of each task: binary, regression, multiclass. */
const ANSWER: Readonly<Record<Model, (random: Random) => Asked>> = {
  fraud(random) {
    const amount = rounded(lognormal(random, 45, 1), 2);
    const risk = 1 / (1 + Math.exp(4 - Math.log(amount) / 2 - normal(random)));
    const score = rounded(risk, 5);
    return {
      prediction: {
        features: {
          amount,
          account_age_days: Math.floor(lognormal(random, 300, 1)),
          payments_last_hour: Math.floor(lognormal(random, 0.8, 0.7)),
          distance_km: rounded(lognormal(random, 12, 1.2), 1),
          device_trust: chance(random, 0.04) ? null : rounded(random(), 4),
          hour: Math.floor(uniform(random, 0, 24)),
          merchant: `m${Math.floor(200 * random() ** 3)}`,
          country: pick(random, COUNTRIES),
          card: pick(random, { debit: 6, credit: 3, prepaid: 1 }),
          online: chance(random, 0.7),
        },
        prediction: score >= 0.5 ? 1 : 0,
        score,
      },
      outcome: { outcome: chance(random, risk) ? 1 : 0, values: { loss_eur: amount } },
    };
  },
  delivery(random) {
    const distance = rounded(lognormal(random, 6, 0.6), 2);
    const speed = rounded(uniform(random, 12, 50), 1);
    const minutes = 6 + (60 * distance) / speed;
    const region = pick(random, { north: 3, south: 4, east: 2, west: 1 });
    return {
      prediction: {
        features: {
          distance_km: distance,
          road_speed_kmh: speed,
          stops_before: Math.floor(uniform(random, 0, 12)),
          parcels: 1 + Math.floor(lognormal(random, 1, 0.8)),
          weight_kg: rounded(lognormal(random, 3, 0.9), 2),
          temperature_c: rounded(12 + 8 * normal(random), 1),
          hour: Math.floor(uniform(random, 7, 22)),
          weekday: Math.floor(uniform(random, 0, 7)),
          vehicle: pick(random, { van: 6, bike: 3, truck: 1 }),
          region,
        },
        prediction: rounded(minutes, 2),
        segments: { region },
      },
      outcome: { outcome: rounded(minutes * lognormal(random, 1, 0.15), 2) },
    };
  },
  shop(random) {
    const weights = CLASSES.map(() => lognormal(random, 1, 1.2));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const probabilities = Object.fromEntries(
      CLASSES.map((name, i) => [name, rounded((weights[i] as number) / total, 3)]),
    ) as Record<(typeof CLASSES)[number], number>;
    return {
      prediction: {
        features: {
          visits: 1 + Math.floor(lognormal(random, 4, 0.9)),
          basket_eur: rounded(lognormal(random, 38, 0.9), 2),
          seconds: Math.floor(lognormal(random, 180, 0.8)),
          age_days: Math.floor(lognormal(random, 200, 1.1)),
          discount: rounded(random() * 0.4, 2),
          hour: Math.floor(uniform(random, 0, 24)),
          last_class: pick(random, { shoes: 3, coats: 2, toys: 2, books: 4, garden: 1 }),
          device: pick(random, { phone: 7, desktop: 2, tablet: 1 }),
          country: pick(random, COUNTRIES),
          returning: chance(random, 0.6),
        },
        prediction: CLASSES[weights.indexOf(Math.max(...weights))] as string,
        probabilities,
      },
      outcome: { outcome: pick(random, probabilities) },
    };
  },
};
