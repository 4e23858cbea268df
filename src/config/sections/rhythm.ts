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
      'What repeats itself, and so the unit in which evidence is counted. day: workdays are held against workdays, weekends against weekends. week, Monday to Sunday: for streams whose workdays cannot be compared with each other; it needs twenty weeks of reference (`reference.units: 140`), and what creeps is told after about four weeks in place of four days. What breaks is told by the minute either way.',
    ),
  timeZone: value
    .timeZone()
    .describe(
      "Where a unit begins: at midnight of this zone's standard time, all year. Every unit has 24 hours (a week 168); where clocks are put forward in summer, it begins at 1 in the morning by the clock. Hours of maintenance are by this clock, too; a policy with another zone moves only those. References of days that began at another hour are not used.",
    ),
};
