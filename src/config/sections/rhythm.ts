/** When a model works, and what a day is for it. */
import * as value from '../values.js';

/** Without defaults: they are everybody's, and a model may have its own. */
export const rhythmKeys = {
  cadence: value
    .oneOf(['continuous', 'nightly', 'weekly'])
    .describe(
      'How often the model is asked. continuous: all day, so that silence is noticed within minutes. nightly, weekly: in batches, which may come at any hour; one is missed when its night or week is over, and held against the others. A weekly model needs 14 weeks of reference (`reference.units: 98`) for evidence on anything but volume.',
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
