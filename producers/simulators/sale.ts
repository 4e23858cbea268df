/** A shop's recommender on the days of a big sale. */
import type { EventTime } from '../../src/events/event.js';
import { arrivals, DAY_MS, HOUR_MS, hourOf, season } from './arrivals.js';
import { chance, exponential, lognormal, namedStreams, pick, rounded, type Random } from './random.js';
import type { Case, Change, Simulator, World } from './simulation.js';

const MODEL = 'recommender';
const PER_HOUR = 20;
const PEAK = 100;
const SALE_MS = 4 * DAY_MS;
/** Traffic takes so long to reach its peak. */
const RUSH_IN_MS = 6 * HOUR_MS;
/** The scorer begins to fail requests so long after the sale has begun. */
const FAILING_AFTER_MS = 12 * HOUR_MS;
const FAILURE_SHARE = 0.08;
const LATENCY_MS = 12;
const LATENCY_AT_PEAK_MS = 240;
/** Evenings, and Sundays most of all. */
const SEASON = season(
  [4, 2, 1, 1, 1, 2, 4, 6, 8, 9, 10, 11, 12, 11, 10, 10, 11, 13, 16, 19, 21, 19, 13, 8],
  [9, 9, 9, 9, 10, 13, 14],
);

const CATEGORIES = ['electronics', 'fashion', 'home', 'toys', 'beauty', 'sports'] as const;
type Category = (typeof CATEGORIES)[number];
type Mix = Readonly<Record<Category, number>>;

const USUAL_MIX: Mix = { electronics: 18, fashion: 30, home: 20, toys: 10, beauty: 12, sports: 10 };
const SALE_MIX: Mix = { electronics: 52, fashion: 12, home: 10, toys: 20, beauty: 3, sports: 3 };
/** Median price, euros. */
const PRICE: Mix = { electronics: 140, fashion: 45, home: 60, toys: 25, beauty: 20, sports: 50 };

/** People mostly buy what they looked at; the rest goes by what sells in a usual week. Holds on all days. */
function buying(viewed: Category, loyalty: number): Mix {
  const entries = CATEGORIES.map((category) => {
    const usual = ((1 - loyalty) * USUAL_MIX[category]) / 100;
    return [category, rounded(usual + (category === viewed ? loyalty : 0), 4)] as const;
  });
  return Object.fromEntries(entries) as Mix;
}

/** The world's loyalty to the category viewed, of returning and of new customers; and as the frozen model was fitted. */
const TRUE_LOYALTY = { returning: 0.72, new: 0.5 };
const FITTED_LOYALTY = { returning: 0.7, new: 0.52 };

export const sale: Simulator = {
  name: 'sale',
  description: 'Four days of sale in a shop; which category will the visitor buy from?',
  model: MODEL,
  task: 'multiclass',
  variants: {
    rush: 'traffic up to 100 times as high, another mix of categories, a scorer that gets slow and then fails requests',
  },

  changes({ changeAt, end }: World): readonly Change[] {
    const iso = (time: EventTime): string => new Date(Math.min(time, end)).toISOString();
    const until = iso(changeAt + SALE_MS);
    const rush = { at: iso(changeAt), completeAt: iso(changeAt + RUSH_IN_MS), until, segments: {} };
    return [
      {
        ...rush,
        kind: 'traffic',
        features: [],
        description: 'Traffic grows to 100 times the usual within 6 hours.',
      },
      {
        at: rush.at,
        until,
        segments: {},
        kind: 'data',
        features: ['category_viewed'],
        description:
          'Electronics and toys are looked at instead of fashion and home; buying given the view is as before.',
      },
      {
        ...rush,
        kind: 'quality',
        features: [],
        description: "The scorer's median latency grows from 12 to 240 ms.",
      },
      {
        at: iso(changeAt + FAILING_AFTER_MS),
        until,
        segments: {},
        kind: 'quality',
        features: [],
        description: 'The scorer fails 8 % of the requests with the code scorer_timeout.',
      },
    ];
  },

  *cases(world: World): Generator<Case> {
    const stream = namedStreams(world.seed);
    const [visitor, purchase, scorer] = ['visitor', 'purchase', 'scorer'].map(stream) as [
      Random,
      Random,
      Random,
    ];
    const perHour = (hour: EventTime): number =>
      PER_HOUR * world.scale * (1 + (PEAK - 1) * rushAt(world, hour));
    let number = 0;
    for (const time of arrivals(stream('arrivals'), world.start, world.end, SEASON, perHour)) {
      const viewed = pick(visitor, isSale(world, time) ? SALE_MIX : USUAL_MIX);
      const returning = chance(visitor, 0.55);
      const kind = returning ? 'returning' : 'new';
      const bought = pick(purchase, buying(viewed, TRUE_LOYALTY[kind]));
      const id = `sale-${world.seed}-${number++}`;
      yield {
        prediction: {
          id,
          model: MODEL,
          version: '1',
          time,
          features: {
            category_viewed: viewed,
            returning,
            device: pick(visitor, { phone: 6, desktop: 3, tablet: 1 }),
            pages_viewed: 1 + Math.floor(exponential(visitor, 5)),
            hour: hourOf(time),
          },
          ...answer(scorer, world, time, buying(viewed, FITTED_LOYALTY[kind])),
        },
        outcome: {
          id,
          model: MODEL,
          time: time + purchaseDelay(purchase),
          outcome: bought,
          values: { revenue: rounded(lognormal(purchase, PRICE[bought], 0.5), 2) },
        },
      };
    }
  },
};

/** What the scorer says, how long it takes, and whether it says anything. */
function answer(random: Random, world: World, time: EventTime, probabilities: Mix) {
  const median = LATENCY_MS * (LATENCY_AT_PEAK_MS / LATENCY_MS) ** rushAt(world, time);
  const latencyMs = rounded(lognormal(random, median, 0.5), 1);
  const failing = isSale(world, time) && time >= world.changeAt + FAILING_AFTER_MS;
  if (chance(random, FAILURE_SHARE) && failing) return { latencyMs, error: { code: 'scorer_timeout' } };
  const prediction = CATEGORIES.reduce((best, next) =>
    probabilities[next] > probabilities[best] ? next : best,
  );
  return { latencyMs, prediction, probabilities };
}

function isSale({ changeAt }: World, time: EventTime): boolean {
  return time >= changeAt && time < changeAt + SALE_MS;
}

/** 0 = a usual day, 1 = the full rush. */
function rushAt(world: World, time: EventTime): number {
  return isSale(world, time) ? Math.min(1, (time - world.changeAt) / RUSH_IN_MS) : 0;
}

/** Most within the hour, some come back the next day. */
function purchaseDelay(random: Random): number {
  return Math.round(Math.min(2 * DAY_MS, Math.max(60_000, lognormal(random, 20 * 60_000, 1.3))));
}
