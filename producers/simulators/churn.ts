/** A subscription that people leave, and a free-trial campaign. */
import type { EventTime } from '../../src/events/event.js';
import { arrivals, DAY_MS, HOUR_MS, season } from './arrivals.js';
import { chance, lognormal, namedStreams, pick, rounded, uniform, type Random } from './random.js';
import type { Case, Change, Simulator, World } from './simulation.js';

const MODEL = 'churn';
const PER_HOUR = 40;
const CAMPAIGN_DAYS = 14;
/** Office hours, quiet weekends. */
const SEASON = season(
  [1, 1, 1, 1, 1, 2, 4, 7, 11, 13, 13, 12, 10, 11, 12, 12, 11, 10, 8, 7, 6, 5, 3, 2],
  [11, 11, 11, 11, 10, 5, 5],
);
/** Logins a week: most customers come now and then, a few all day. */
const CASUAL = { median: 2.5, sigma: 0.6 };
const HEAVY = { median: 52, sigma: 0.2 };
const HEAVY_SHARE_BEFORE = 0.03;
const HEAVY_SHARE_AFTER = 0.95;

interface Customer {
  readonly login_frequency: number;
  /** Share of the product's functions used during the trial. */
  readonly trial_engagement: number;
  readonly support_tickets: number;
  readonly tenure_months: number;
  readonly plan: 'basic' | 'pro' | 'team';
}

/** Churn hangs on logins: the world that the model was fitted on. */
const byLogins = (intercept: number, slope: number, tickets: number) => (customer: Customer) =>
  logistic(intercept - slope * Math.log1p(customer.login_frequency) + tickets * customer.support_tickets);

const churnBefore = byLogins(1.7, 2, 0.5);
/** The frozen model: the relation before the change, as a fit on some thousand customers finds it. */
const model = byLogins(1.64, 1.96, 0.53);

/** Churn hangs on engagement in the trial, at about the same overall rate. */
const churnByEngagement = (customer: Customer): number =>
  logistic(2.2 - 6.5 * customer.trial_engagement + 0.5 * customer.support_tickets);

export const churn: Simulator = {
  name: 'churn',
  description: 'A free-trial campaign among the subscribers of a product; will a customer leave?',
  model: MODEL,
  task: 'binary',
  variants: {
    data: 'login_frequency moves from under 5 to over 40 a week within 14 days; its relation to churn stays',
    concept: 'logins as before, but churn now hangs on engagement in the trial',
  },

  changes({ variant, changeAt }: World): readonly Change[] {
    const at = new Date(changeAt).toISOString();
    if (variant === 'data') {
      const completeAt = new Date(changeAt + CAMPAIGN_DAYS * DAY_MS).toISOString();
      const description =
        'The campaign brings customers who log in all day: mean login_frequency from under 5 to over 40 a week in ' +
        '14 days. Churn given the features is as before.';
      return [{ at, completeAt, kind: 'data', features: ['login_frequency'], segments: {}, description }];
    }
    const description =
      'Churn no longer hangs on login_frequency but on trial_engagement, at about the same overall rate. ' +
      'No feature changes.';
    const features = ['login_frequency', 'trial_engagement'];
    return [{ at, kind: 'concept', features, segments: {}, description }];
  },

  *cases(world: World): Generator<Case> {
    const stream = namedStreams(world.seed);
    const [who, fate, delay, scorer] = ['customer', 'fate', 'delay', 'scorer'].map(stream) as [
      Random,
      Random,
      Random,
      Random,
    ];
    const times = arrivals(stream('arrivals'), world.start, world.end, SEASON, () => PER_HOUR * world.scale);
    let number = 0;
    for (const time of times) {
      const customer = drawCustomer(who, heavyShare(world, time));
      const changed = world.variant === 'concept' && time >= world.changeAt;
      const churned = chance(fate, changed ? churnByEngagement(customer) : churnBefore(customer));
      const score = rounded(model(customer), 4);
      const id = `churn-${world.seed}-${number++}`;
      yield {
        prediction: {
          id,
          model: MODEL,
          version: '1',
          time,
          features: { ...customer },
          prediction: score >= 0.5 ? 1 : 0,
          score,
          latencyMs: rounded(lognormal(scorer, 8, 0.4), 1),
          segments: { plan: customer.plan },
        },
        outcome: { id, model: MODEL, time: time + labelDelay(delay), outcome: churned ? 1 : 0 },
      };
    }
  },
};

function drawCustomer(random: Random, heavyShare: number): Customer {
  const logins = chance(random, heavyShare) ? HEAVY : CASUAL;
  return {
    login_frequency: rounded(lognormal(random, logins.median, logins.sigma), 1),
    trial_engagement: rounded((random() + random()) / 2, 3),
    support_tickets: Math.min(5, Math.floor(lognormal(random, 0.6, 0.8))),
    tenure_months: Math.floor(uniform(random, 0, 36)),
    plan: pick(random, { basic: 6, pro: 3, team: 1 }),
  };
}

function heavyShare({ variant, changeAt }: World, time: EventTime): number {
  if (variant !== 'data' || time < changeAt) return HEAVY_SHARE_BEFORE;
  const done = Math.min(1, (time - changeAt) / (CAMPAIGN_DAYS * DAY_MS));
  return HEAVY_SHARE_BEFORE + done * (HEAVY_SHARE_AFTER - HEAVY_SHARE_BEFORE);
}

/** Known at the end of the billing week: most after one to three days, none after six. */
function labelDelay(random: Random): number {
  return Math.round(Math.min(6 * DAY_MS, Math.max(6 * HOUR_MS, lognormal(random, 2 * DAY_MS, 0.5))));
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
