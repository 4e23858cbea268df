/** What mistakes cost, so that an alert can name a sum. */
import * as value from '../values.js';

export const costs = value
  .ruled(
    value.group({
      falsePositive: value
        .atLeastZero('a cost such as 2')
        .describe('Of a prediction of 1 whose outcome is 0 (binary).')
        .exactOptional(),
      falseNegative: value
        .atLeastZero('a cost such as 40')
        .describe('Of a prediction of 0 whose outcome is 1 (binary).')
        .exactOptional(),
      absoluteError: value
        .atLeastZero('a cost such as 0.5')
        .describe('Of each unit by which a prediction is wrong (regression).')
        .exactOptional(),
      value: value
        .text('the name of a value that outcomes carry, such as revenue')
        .describe('Which value of the outcomes counts: what is missing of it is the loss.')
        .exactOptional(),
      currency: value
        .text('a currency code of three letters such as EUR', /^[A-Z]{3}$/)
        .describe('In what the sums are.'),
    }),
    ({ falsePositive, falseNegative, absoluteError, value: counted }) => {
      const kinds = [falsePositive ?? falseNegative, absoluteError, counted];
      return kinds.filter((kind) => kind !== undefined).length === 1
        ? null
        : 'must have one of falsePositive with falseNegative, absoluteError, or value';
    },
  )
  .describe('What being wrong costs: an alert then says how much a day, since the change.');
