/** Rules for features that people know and no reference can teach. */
import { z } from 'zod';
import * as value from '../values.js';

const rule = value.ruled(
  value.group({
    min: value.number('a number').describe('Smaller numbers are faults.').exactOptional(),
    max: value.number('a number').describe('Larger numbers are faults.').exactOptional(),
    values: value
      .listOf(value.categoryName(), 'a list of the values that there are, such as [basic, plus]')
      .describe('Every other value is a fault.')
      .exactOptional(),
    outside: value
      .share()
      .describe(
        'The share of the values that may be outside of the range, or none of the values; more is a fault. Absent: `alerts.effect.points`.',
      )
      .exactOptional(),
    missing: value
      .share()
      .describe('The share of rows that may be without the feature; more is a fault.')
      .exactOptional(),
  }),
  (rule) => {
    const { min, max, values, outside } = rule;
    if (Object.keys(rule).length === 0) return 'says nothing: write min, max, values or missing';
    if (values !== undefined && (min ?? max) !== undefined)
      return 'has both values and a range: write the one or the other';
    if (outside !== undefined && values === undefined && (min ?? max) === undefined)
      return 'has outside without min, max or values: outside of what?';
    return min !== undefined && max !== undefined && min > max
      ? `has a min of ${min} above its max of ${max}`
      : null;
  },
);

export const quality = z
  .record(z.string().min(1), rule, { error: 'must be a group of feature names' })
  .describe('Rules for single features, by name; what is not said is learned from the reference.');
