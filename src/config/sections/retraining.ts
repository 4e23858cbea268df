/** When to ask for a new version, and what it is trained and tested on. */
import * as value from '../values.js';

const hour = 3_600_000;

/** Without defaults: they are everybody's, and a model may have its own. */
export const retrainingKeys = {
  enabled: value.yesOrNo().describe('Whether an alert that hurts asks for a retraining.'),
  cooldown: value
    .duration()
    .describe('The least time between two retraining requests of one model, in event time.'),
  warmUp: value
    .duration()
    .describe(
      "How much of a new model's beginning is left out of its first training and reference: a start is not typical.",
    ),
  holdout: value
    .duration(hour)
    .describe(
      'How many of the newest rows, in time, are held out to compare the challenger with the champion.',
    ),
};

export const retrainingDefaults = {
  enabled: true,
  cooldown: '7d',
  warmUp: '0d',
  holdout: '14d',
};
