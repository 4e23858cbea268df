/** When a model works, and what a day is for it. */
import * as value from '../values.js';

/** Without defaults: they are everybody's, and a model may have its own. */
export const rhythmKeys = {
  cadence: value
    .oneOf(['continuous', 'nightly', 'weekly'])
    .describe(
      'How often the model is asked. continuous: all day, so that silence is noticed within minutes. nightly, weekly: in batches, so that volume and latency are held against other days or weeks.',
    ),
  season: value
    .oneOf(['day', 'week'])
    .describe(
      'What repeats itself, and so the unit in which evidence is counted. week: for streams whose days cannot be compared with each other; it needs a longer reference.',
    ),
  timeZone: value
    .timeZone()
    .describe(
      "Where a unit begins: at midnight of this zone's standard time, all year. Every unit has 24 hours (a week 168); where clocks are put forward in summer, it begins at 1 in the morning by the clock.",
    ),
};
