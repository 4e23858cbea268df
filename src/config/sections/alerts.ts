/** What makes an alert. */
import * as value from '../values.js';
import { costs } from './costs.js';
import { maintenance } from './maintenance.js';

const relative = (such: string) => value.positive(`a share above 0 such as ${such}`);

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
  loss: relative('0.1').describe(
    'How much a loss (log loss, absolute error) must rise to matter, as a share of what it was.',
  ),
  volume: relative('0.5')
    .max(1, { error: 'must be at most 1: all of the traffic' })
    .describe(
      'How much of the traffic must be gone to matter, as a share of what was usual (0.5 = half of it).',
    ),
  latency: relative('1').describe(
    "How much longer the model's answers must take to matter, as a share of what was usual (1 = twice as long).",
  ),
};

export const effectDefaults = { js: 0.05, points: 3, loss: 0.1, volume: 0.5, latency: 1 };

export const alertKeys = {
  falseAlarms: value
    .falseAlarmBudget()
    .describe('The budget of false alarms of one model, over all its features and metrics together.'),
  latchUnits: value
    .whole(1, 1_000)
    .describe(
      'For how many units (days) evidence that was strong enough waits for the effect to become large enough.',
    ),
};

export const alertExtras = { maintenance, costs };
