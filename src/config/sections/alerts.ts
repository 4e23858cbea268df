/** What makes an alert. */
import * as value from '../values.js';
import { costs } from './costs.js';
import { maintenance } from './maintenance.js';

const times = (such: string) => {
  const error = `must be a number above 1 such as ${such}`;
  return value.positive(`a number above 1 such as ${such}`).gt(1, { error });
};

/** Without defaults: they are everybody's, and a model may have its own. */
export const effectKeys = {
  js: value
    .positive('a number of bits above 0, such as 0.05')
    .max(1, { error: 'must be at most 1 bit: no two distributions are further apart' })
    .describe(
      'How far a distribution must be from its reference to matter: Jensen-Shannon distance (the root of bits), corrected for sampling.',
    ),
  points: value
    .positive('a number of percentage points above 0, such as 3')
    .describe(
      'How much a metric such as accuracy must fall to matter, in percentage points (3 = from .90 to .87).',
    ),
  loss: value
    .positive('a share above 0 such as 0.1')
    .describe('How much a loss (log loss, absolute error) must rise to matter, as a share of what it was.'),
  volume: times('2').describe(
    'How many times the usual traffic, or what part of it, must come to matter (2 = twice as much, or half).',
  ),
  latency: times('1.5').describe(
    "How many times as long the model's answers must take as is usual to matter (1.5 = half as long again).",
  ),
  gap: value
    .positive('a number of percentage points above 0, such as 5')
    .describe(
      'By how many percentage points the gap between the groups of `fairness` must grow to matter (5 = from 2 to 7 points).',
    ),
};

export const effectDefaults = { js: 0.05, points: 3, loss: 0.1, volume: 2, latency: 1.5, gap: 5 };

export const alertKeys = {
  falseAlarms: value
    .falseAlarmBudget()
    .describe('The budget of false alarms of one model, over all its features and metrics together.'),
  latchUnits: value
    .whole(1, 1_000)
    .describe(
      'For how many days evidence that was strong enough waits for the effect to become large enough; in weeks, where the season is one, begun ones included.',
    ),
};

export const alertExtras = { maintenance, costs };
